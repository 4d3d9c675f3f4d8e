package io.inkwash.examples.gaussian;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.recipe.Learning;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Training;
import io.inkwash.train.LearningRate;

/**
 * A normal distribution of images, wholly described. A recipe that exists is possible: impossible
 * ones are refused when they are built, with the reason.
 *
 * @param name its name
 * @param about what it is, in one paragraph
 * @param data the images, without classes
 * @param rank the number of directions in which pixels vary together, 1 or more
 * @param training what a training step looks at
 * @param learning how the distribution learns
 */
public record GaussianRecipe(
    String name, String about, ImageSpec data, int rank, Training training, Learning learning)
    implements Recipe {

  public GaussianRecipe {
    if (rank < 1) {
      throw new SpecException("rank is " + rank + "; allowed: 1 or more, such as 16");
    }
    if (data.classes() > 0) {
      throw new SpecException("a gaussian is not conditional on classes; allowed: none");
    }
    learning.settings();
  }

  /** Sixteen directions on images of 28x28, by Adam. */
  public static GaussianRecipe standard() {
    return new GaussianRecipe(
        "gaussian",
        "A normal distribution of whole images (factor analysis): a mean image, sixteen directions"
            + " in which pixels vary together and a deviation for each pixel, of maximum"
            + " likelihood.",
        new ImageSpec(1, 28, 28, PixelRange.SYMMETRIC),
        16,
        new Training(64, 1, Spec.parse("none"), 0),
        new Learning(
            Spec.parse("adam"),
            new LearningRate(1e-2, 0, LearningRate.Decay.CONSTANT, 0),
            Double.POSITIVE_INFINITY,
            0));
  }

  @Override
  public GaussianRecipe withData(ImageSpec changed) {
    return new GaussianRecipe(name, about, changed, rank, training, learning);
  }

  @Override
  public GaussianRecipe named(String otherName, String otherAbout) {
    return new GaussianRecipe(otherName, otherAbout, data, rank, training, learning);
  }
}
