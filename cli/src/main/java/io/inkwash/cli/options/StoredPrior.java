package io.inkwash.cli.options;

import io.inkwash.catalog.SpecException;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.folder.StableDiffusion;
import io.inkwash.model.folder.StoredModel;
import io.inkwash.request.DrawingWords;
import io.inkwash.restore.Prior;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A stored model as editing and restoration use it.
 *
 * @param model which one
 * @param requested how it draws
 * @param text how it draws, and what it is
 * @param unread the model without its weights
 */
record StoredPrior(
    StoredOptions.Named model, GenerateOptions requested, Map<String, String> text, Prior unread)
    implements PriorSource {

  static StoredPrior of(StoredOptions.Named model, DrawingWords words) {
    GenerateOptions requested = words.options();
    StoredModel stored = model.read();
    return new StoredPrior(
        model,
        requested,
        model.text(stored, requested),
        stored.unread(requested, model.pictures(stored)));
  }

  @Override
  public Opened open(ComputeOptions.Setup setup) {
    StableDiffusion opened = model.open(setup);
    return new Opened(
        words -> opened.prior(words.options(), unread.pictures()),
        new LinkedHashMap<>(text),
        opened::close);
  }

  @Override
  public Supplier<Tensor> mean(PrintWriter err) {
    return () -> {
      throw new SpecException("what the model was trained on is not known; leave mean-image out");
    };
  }
}
