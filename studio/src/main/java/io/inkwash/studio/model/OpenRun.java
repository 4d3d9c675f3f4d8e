package io.inkwash.studio.model;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageSpec;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.DenoisingModel;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights;
import io.inkwash.process.GaussianPath;
import io.inkwash.request.DrawingWords;
import io.inkwash.restore.Prior;
import io.inkwash.studio.http.RequestException;
import io.inkwash.torch.ComputeDevice;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A run with its averaged weights. */
record OpenRun(String id, Run run, DrawingModel model) implements OpenModel {
  private static final int LARGEST_BATCH = 64;

  @Override
  public ComputeDevice device() {
    return model.device();
  }

  @Override
  public boolean isNewest() {
    String step =
        run.directory()
            .newestWith(SavedWeights.Which.EMA.word())
            .map(folder -> String.valueOf(folder.getFileName()))
            .orElse("");
    return step.endsWith(format("-%08d", model.weights().step()));
  }

  @Override
  public Drawing drawing(GenerateOptions requested, ImageSpec pictures) {
    return model.drawing(requested);
  }

  @Override
  public Prior prior(GenerateOptions requested, ImageSpec pictures) {
    if (model instanceof DenoisingModel denoising) {
      return denoising.prior(requested);
    }
    throw noDenoiser();
  }

  static RequestException noDenoiser() {
    return RequestException.field("model", "the model does not denoise; name one that does");
  }

  @Override
  public Optional<GaussianPath> path() {
    return model instanceof DenoisingModel denoising
        ? Optional.of(denoising.method().path())
        : Optional.empty();
  }

  @Override
  public int largestBatch(ImageSpec pictures) {
    return LARGEST_BATCH;
  }

  @Override
  public Tensor thinned(Tensor states) {
    return states;
  }

  @Override
  public Map<String, String> text() {
    return named(DrawingWords.text(model, SavedWeights.Which.EMA));
  }

  @Override
  public Map<String, String> text(GenerateOptions requested, ImageSpec pictures) {
    return named(DrawingWords.text(model, SavedWeights.Which.EMA, requested));
  }

  private Map<String, String> named(Map<String, String> text) {
    text.put("inkwash:model", id);
    return text;
  }

  @Override
  public void close() {
    model.close();
  }
}
