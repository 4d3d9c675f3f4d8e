package io.inkwash.cli.options;

import io.inkwash.request.DrawingWords;
import io.inkwash.restore.Prior;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** A model as editing and restoration use it, before its weights are read. */
public interface PriorSource {

  /** The model without its weights, to check what can be done with it. */
  Prior unread();

  /** How it draws: facts by name, as PNG files hold them. */
  Map<String, String> text();

  /**
   * The mean of the images that it was trained on, read when it is first needed.
   *
   * @throws io.inkwash.catalog.SpecException when it is needed and not known
   */
  Supplier<Tensor> mean(PrintWriter err);

  /** Reads the weights. */
  Opened open(ComputeOptions.Setup setup);

  /**
   * The model.
   *
   * @param priors the model as it is used where it draws as some words state
   * @param text what it is: facts by name, as PNG files hold them
   * @param model what is to be closed
   */
  record Opened(Function<DrawingWords, Prior> priors, Map<String, String> text, Runnable model)
      implements AutoCloseable {

    /** The model as it is used where it draws so. */
    public Prior prior(DrawingWords words) {
      return priors.apply(words);
    }

    @Override
    public void close() {
      model.run();
    }
  }
}
