package io.inkwash.recipe.parts;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.ClassifierGradient;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NoisyImageClassifier;
import io.inkwash.nn.classifier.NoisyImageNet;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Classifier guidance by a network that {@code inkwash classifier --noisy} trained. The file is
 * read when a model is first guided.
 */
final class ClassifierGuidance implements Guidance {
  private final Path file;
  private final double scale;
  private @Nullable NoisyClassifierFile read;

  /**
   * Reads nothing yet.
   *
   * @param scale 1 for Bayes's rule, more to exaggerate; finite
   */
  ClassifierGuidance(Path file, double scale) {
    if (!Double.isFinite(scale)) {
      throw new IllegalArgumentException("scale is " + scale + "; allowed: a finite number");
    }
    this.file = file;
    this.scale = scale;
  }

  private synchronized NoisyClassifierFile classifier() {
    if (read == null) {
      read = NoisyClassifierFile.read(file);
    }
    return read;
  }

  @Override
  public List<String> classNames() {
    return classifier().classNames();
  }

  @Override
  public void checkUnconditionalModel() {}

  @Override
  public Denoiser guide(GuidedModel model) {
    NoisyClassifierFile classifier = classifier();
    ImageSpec data = model.data();
    if (classifier.config().channels() != data.channels()) {
      throw new SpecException(
          file
              + " classifies images of "
              + classifier.config().channels()
              + " channels, and the model is of "
              + data.form());
    }
    Tensor classes =
        model
            .requested()
            .classes()
            .orElseThrow(
                () ->
                    new SpecException(
                        "guidance towards a class, and no class is requested; name one"));
    NoisyImageNet network = classifier.network();
    try {
      return new ClassifierGradient(
          model.conditional(),
          new NoisyImageClassifier(
              network, model.path(), data.range().low(), data.range().high(), classes),
          model.path(),
          scale);
    } catch (IllegalArgumentException e) {
      throw new SpecException(String.valueOf(e.getMessage()));
    }
  }
}
