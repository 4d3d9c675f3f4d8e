package io.inkwash.examples;

import io.inkwash.catalog.Extension;
import io.inkwash.evaluate.EvaluationMetrics;
import io.inkwash.examples.gaussian.GaussianFamily;
import io.inkwash.examples.gaussian.GaussianRecipe;
import io.inkwash.model.Families;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.NetworkFactory;
import io.inkwash.restore.degradation.Degradations;
import io.inkwash.solve.OdeVariable;

/**
 * One value of each kind from outside the library. The file {@code
 * META-INF/services/io.inkwash.catalog.Extension} names this class, so a jar with both is all that
 * a command or a program needs on its class path.
 */
public final class ExamplesExtension implements Extension {

  @Override
  public void register() {
    Catalog.SOLVERS.register(
        "ralston",
        "variable=noise",
        a -> new Ralston(a.word("variable", OdeVariable.class)),
        "Ralston's method on the probability flow; variable noise (sigma/alpha) or time");
    Catalog.PATHS.register(
        "trigflow",
        "noiseMin=0.004, noiseMax=160",
        a -> new TrigFlow(a.number("noiseMin"), a.number("noiseMax")),
        "alpha cos t, sigma sin t (Lu and Song 2024)");
    Catalog.NETWORKS.register(
        "residual-cnn",
        "width=32, blocks=4",
        a -> residualCnn(a.integer("width"), a.integer("blocks")),
        "residual blocks at the image's resolution, for images of any size");
    Catalog.WEIGHTINGS.register(
        "sigmoid",
        "bias=2",
        a -> new SigmoidWeighting(a.number("bias")),
        "sigmoid(bias - log SNR) on the squared noise error (Kingma and Gao 2023)");
    Catalog.OPTIMIZERS.register(
        "adagrad",
        "eps=1e-10",
        a -> new AdagradRule(a.number("eps")),
        "steps shrink with the sum of squared gradients (Duchi et al. 2011)");
    Degradations.DEGRADATIONS.register(
        "checkerboard",
        "side=2",
        a -> new Checkerboard(a.integer("side")),
        "lost are the dark squares of a checkerboard");
    EvaluationMetrics.METRICS.register(
        "sharpness", new Sharpness(), "how much neighboring pixels differ, beside real images");
    Families.FAMILIES.register(
        "gaussian", new GaussianFamily(), "normal distributions of whole images");
    Recipes.register(GaussianRecipe.standard());
  }

  private static NetworkFactory residualCnn(int width, int blocks) {
    new ResidualCnn.Config(1, 1, width, blocks); // refuses bad sizes when the name is read
    return new NetworkFactory(
        1,
        (images, textWidth, outputs) ->
            new ResidualCnn(new ResidualCnn.Config(images.channels(), outputs, width, blocks)));
  }
}
