package io.inkwash.studio.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.process.GaussianPath;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.Estimate;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The denoiser against the density whose gradient it must give (Tweedie's formula). */
class MixtureDenoiserTest {

  private static double logDensity(PointMixture points, double x, double y, double a, double s) {
    double sum = 0;
    for (PointMixture.Component one : points.components()) {
      double variance = a * a * one.deviation() * one.deviation() + s * s;
      double square = Math.pow(x - a * one.x(), 2) + Math.pow(y - a * one.y(), 2);
      sum += one.weight() / variance * Math.exp(-square / (2 * variance));
    }
    return Math.log(sum);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vp", "rectified-flow", "edm", "linear-betas", "ncsn-levels"})
  void itsScoreIsTheGradientOfTheDensity(String name) {
    GaussianPath path = Catalog.PATHS.make(Spec.parse(name));
    PointMixture points = PointSets.POINTS.make(Spec.parse("two-islands(share=0.3)"));
    double h = 1e-5;
    try (TensorScope scope = TensorScope.open()) {
      for (double logRatio = -2; logRatio <= 1; logRatio++) {
        double t = path.snap(path.timeAtNoiseRatio(Math.exp(logRatio)));
        double alpha = path.alpha(t);
        double sigma = path.sigma(t);
        double[] u = Rng.seed(7).at((long) logRatio + 9).uniforms(2);
        double x = 2 * u[0] - 1;
        double y = 2 * u[1] - 1;
        var at = Tensors.of(new double[] {x, y}, 1, 2, 1, 1);
        double[] score =
            Tensors.toDoubles(Estimate.of(new MixtureDenoiser(points, path), path, at, t).score());
        double dx =
            (logDensity(points, x + h, y, alpha, sigma)
                    - logDensity(points, x - h, y, alpha, sigma))
                / (2 * h);
        double dy =
            (logDensity(points, x, y + h, alpha, sigma)
                    - logDensity(points, x, y - h, alpha, sigma))
                / (2 * h);
        // central differences err by h^2 times a third derivative, of the order of the score cubed
        double tolerance = 1e-6 * (1 + Math.pow(Math.abs(dx) + Math.abs(dy), 1.5));
        assertThat(score[0]).isCloseTo(dx, within(tolerance));
        assertThat(score[1]).isCloseTo(dy, within(tolerance));
      }
    }
  }
}
