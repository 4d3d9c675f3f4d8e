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
 * A normal distribution of images whose pixels are independent. Impossible recipes are refused when
 * they are built, with the reason.
 *
 * @param name its name
 * @param about what it is, in one paragraph
 * @param data the images, without classes
 * @param deviation the standard deviation that each pixel starts with, above 0
 * @param training what a training step looks at
 * @param learning how the distribution learns
 */
public record GaussianRecipe(
    String name,
    String about,
    ImageSpec data,
    double deviation,
    Training training,
    Learning learning)
    implements Recipe {

  public GaussianRecipe {
    if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new SpecException("deviation is " + deviation + "; allowed: above 0, such as 1");
    }
    if (data.classes() > 0) {
      throw new SpecException("a gaussian is not conditional on classes; allowed: none");
    }
    learning.settings();
  }

  /**
   * Images of 28x28, by Adam at a rate that falls to 0 at the end: where a pixel is nearly
   * constant, its mean must be right to a small part of its deviation, and steps of one length
   * would leave it beside.
   */
  public static GaussianRecipe standard() {
    return new GaussianRecipe(
        "gaussian",
        "A normal distribution of images whose pixels are independent: a mean and a deviation for"
            + " each pixel, of maximum likelihood.",
        new ImageSpec(1, 28, 28, PixelRange.SYMMETRIC),
        1,
        new Training(64, 1, Spec.parse("none"), 0),
        new Learning(
            Spec.parse("adam"),
            new LearningRate(0.03, 0, LearningRate.Decay.COSINE, 0),
            Double.POSITIVE_INFINITY,
            0));
  }

  @Override
  public GaussianRecipe withData(ImageSpec changed) {
    return new GaussianRecipe(name, about, changed, deviation, training, learning);
  }

  @Override
  public GaussianRecipe named(String otherName, String otherAbout) {
    return new GaussianRecipe(otherName, otherAbout, data, deviation, training, learning);
  }
}
