package io.inkwash.testkit;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.process.GaussianPath;
import org.junit.jupiter.api.Test;

/** The ground truth of other tests, held to mathematics of its own. */
class GaussianMixtureTest {

  private static final GaussianMixture BLOBS = GaussianMixture.twoBlobs();

  @Test
  void scoreIsTheGradientOfTheLogDensity() {
    Cases.check(
        500,
        c -> {
          double alpha = c.uniform(0, 1);
          double sigma = c.uniform(0.05, 1.5);
          double[] x = c.normals(2);
          double[] score = BLOBS.score(x, alpha, sigma);
          double h = 1e-5;
          for (int i = 0; i < 2; i++) {
            double[] above = x.clone();
            double[] below = x.clone();
            above[i] += h;
            below[i] -= h;
            double slope =
                BLOBS.logDensity(above, alpha, sigma) - BLOBS.logDensity(below, alpha, sigma);
            // Third derivatives reach sd^-3 at a spread of 0.15; times h^2 that is 3e-8.
            assertClose(score[i], slope / (2 * h), 1e-6, 1e-6);
          }
        });
  }

  @Test
  void denoiserIsTheMeanOfTheCleanDataGivenTheNoisy() {
    GaussianMixture line =
        new GaussianMixture(
            new double[] {0.4, 0.6}, new double[][] {{-1}, {0.7}}, new double[] {0.04, 0.09});
    Cases.check(
        50,
        c -> {
          double alpha = c.uniform(0.2, 1);
          double sigma = c.uniform(0.3, 1);
          double x = c.normal();
          double mass = 0;
          double moment = 0;
          for (double x0 = -4; x0 <= 4; x0 += 0.01) { // trapezium: exact to rounding here
            double prior = Math.exp(line.logDensity(new double[] {x0}, 1, 0));
            double z = (x - alpha * x0) / sigma;
            double likelihood = Math.exp(-0.5 * z * z) / (sigma * Math.sqrt(2 * Math.PI));
            mass += 0.01 * prior * likelihood;
            moment += 0.01 * prior * likelihood * x0;
          }
          double[] at = {x};
          assertClose(line.denoise(at, alpha, sigma)[0], moment / mass, 1e-9, 1e-9);
          assertClose(line.logDensity(at, alpha, sigma), Math.log(mass), 1e-9, 1e-9);
        });
  }

  @Test
  void samplesHaveItsMoments() {
    int count = 200_000;
    Cases random = Cases.seeded(1);
    double[] sum = new double[2];
    double[][] products = new double[2][2];
    for (int n = 0; n < count; n++) {
      double[] x = BLOBS.sample(random.uniform(0, 1), random.normals(2));
      for (int i = 0; i < 2; i++) {
        sum[i] += x[i] / count;
        for (int j = 0; j < 2; j++) {
          products[i][j] += x[i] * x[j] / count;
        }
      }
    }
    // Standard errors: 0.6 / sqrt(n) = 0.0014; four of them.
    for (int i = 0; i < 2; i++) {
      assertClose(sum[i], BLOBS.mean()[i], 0, 0.006);
      for (int j = 0; j < 2; j++) {
        assertClose(products[i][j] - sum[i] * sum[j], BLOBS.covariance()[i][j], 0, 0.006);
      }
    }
    assertClose(BLOBS.mean(), new double[] {0.11, -0.05}, 1e-12);
    assertThat(BLOBS.dimensions()).isEqualTo(2);
  }

  @Test
  void flowSolvesTheProbabilityFlowEquation() {
    GaussianMixture normal = GaussianMixture.normal(new double[] {0.6, -0.4}, 0.25);
    Cases.check(
        500,
        c -> {
          GaussianPath path = c.path();
          double t = c.uniform(path.start(), 0.9 * path.end());
          t = path.discrete() ? Math.floor(t) + 0.5 : t; // derivatives jump at whole times
          double[] x = c.normals(2);
          double h = 1e-5 * Math.min(t, 1);
          double[] above = normal.flow(path, x, t, t + h);
          double[] below = normal.flow(path, x, t, t - h);
          double[] score = normal.score(x, path.alpha(t), path.sigma(t));
          for (int i = 0; i < 2; i++) {
            double velocity = path.drift(t) * x[i] - 0.5 * path.diffusionSquared(t) * score[i];
            assertClose((above[i] - below[i]) / (2 * h), velocity, 1e-6, 1e-15 * 100 / h);
          }
        });
  }

  @Test
  void refusesWhatIsNoMixture() {
    assertThatThrownBy(
            () ->
                new GaussianMixture(new double[] {0.5, 0.6}, new double[2][1], new double[] {1, 1}))
        .hasMessageContaining("sum 1");
    assertThatThrownBy(() -> BLOBS.flow(Cases.paths().get(0), new double[2], 10, 5))
        .hasMessageContaining("need one component");
  }
}
