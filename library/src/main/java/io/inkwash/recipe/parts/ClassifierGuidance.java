package io.inkwash.recipe.parts;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.ClassifierGradient;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NoisyImageClassifier;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Classifier guidance by a network that was trained on noisy images here or by guided-diffusion.
 * The file is read when a model is first guided.
 */
final class ClassifierGuidance implements Guidance {
  private final Path file;
  private final double scale;
  private @Nullable ClassifierFile read;

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

  private synchronized ClassifierFile classifier() {
    if (read == null) {
      read = ClassifierFile.read(file);
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
    ClassifierFile classifier = classifier();
    ImageSpec data = model.data();
    if (classifier.channels() != data.channels()) {
      throw new SpecException(
          file
              + " classifies images of "
              + classifier.channels()
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
    NoisyImageClassifier.Network network = classifier.network();
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
