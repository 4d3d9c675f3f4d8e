package io.inkwash.spark;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageShape;
import io.inkwash.file.FileException;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Run;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.torch.ComputeDevice;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the tasks of one process share: each model, once a device, and each feature network. They
 * stay open as long as the process runs, since Spark does not say which task is the last.
 */
final class OpenModels {
  private record ModelKey(DrawingPlan.Source source, ComputeDevice device) {}

  private record ExtractorKey(String features, ImageShape shape) {}

  private static final Map<ModelKey, DrawingModel> MODELS = new ConcurrentHashMap<>();
  private static final Map<ExtractorKey, FeatureExtractor> EXTRACTORS = new ConcurrentHashMap<>();

  private OpenModels() {}

  /**
   * The model of a source.
   *
   * @throws FileException if its weights are not those that the driver has
   */
  static DrawingModel model(DrawingPlan.Source source, ComputeDevice device) {
    return MODELS.computeIfAbsent(
        new ModelKey(source, device),
        key -> {
          Run run = Run.open(source.files().path());
          DrawingModel model = run.model(DrawingModel.class, options(source, device));
          String found = model.weights().hash();
          if (!found.equals(source.hash())) {
            model.close();
            throw new FileException(
                run.directory().root(),
                format(
                    "holds other weights here (sha256 %s) than where the job started (%s)",
                    found, source.hash()));
          }
          return model;
        });
  }

  private static OpenOptions options(DrawingPlan.Source source, ComputeDevice device) {
    return OpenOptions.defaults()
        .withStep(source.step())
        .withWeights(source.which())
        .withPrecision(source.compute().precision())
        .withDevice(device);
  }

  /** The extractor of features of images of a shape, on the processor, as on one machine. */
  static FeatureExtractor extractor(String features, ImageShape shape) {
    return EXTRACTORS.computeIfAbsent(
        new ExtractorKey(features, shape),
        key -> Catalog.FEATURES.make(Spec.parse(features)).open(shape));
  }
}
