package io.inkwash.divergence;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.testkit.Cases;
import org.junit.jupiter.api.Test;

/** Divergences of normal distributions: closed forms against each other and against sampling. */
class GaussianTest {

  @Test
  void theScalarFormula() {
    Cases.check(
        1000,
        random -> {
          double mean1 = random.uniform(-3, 3);
          double mean2 = random.uniform(-3, 3);
          double deviation1 = random.logUniform(0.1, 10);
          double deviation2 = random.logUniform(0.1, 10);
          double gap = mean1 - mean2;
          double byHand =
              Math.log(deviation2 / deviation1)
                  + (deviation1 * deviation1 + gap * gap) / (2 * deviation2 * deviation2)
                  - 0.5;
          double kl = Gaussian.of(mean1, deviation1).kl(Gaussian.of(mean2, deviation2));
          assertClose(kl, byHand, 1e-12, 1e-13);
          assertThat(kl).isNotNegative();
        });
  }

  /** The formula that begins with log(s1^2 / s2^2), as texts have it, gives a negative number. */
  @Test
  void theLogarithmOfTheVariancesUpsideDownIsRefutedBySampling() {
    Gaussian p = Gaussian.of(0, 1);
    Gaussian q = Gaussian.of(0, 2);
    double slip = Math.log(1.0 / 4) + 1.0 / 8 - 0.5;
    assertThat(slip).isLessThan(-1.7);
    assertClose(p.kl(q), Math.log(2) + 1.0 / 8 - 0.5, 1e-15);
    MonteCarlo sampled = MonteCarlo.kl(p, q, draws(p, 20_000, 1));
    assertClose(sampled.value(), p.kl(q), 0, 4 * sampled.standardError());
  }

  @Test
  void anotherMeanAndTheSameCovarianceCostHalfTheirSquaredDistance() {
    double[][] covariance = {{4, 0}, {0, 9}};
    Gaussian p = Gaussian.full(new double[] {2, 3}, covariance);
    Gaussian q = Gaussian.full(new double[] {0, 0}, covariance);
    assertClose(p.kl(q), 0.5 * (1 + 1), 1e-15);
    assertThat(p.kl(p)).isZero();
  }

  @Test
  void dimensionsThatAreIndependentAddUp() {
    Cases.check(
        200,
        random -> {
          double[] mean1 = random.normals(3);
          double[] mean2 = random.normals(3);
          double[] deviation1 = deviations(random);
          double[] deviation2 = deviations(random);
          double sum = 0;
          for (int i = 0; i < 3; i++) {
            sum += Gaussian.of(mean1[i], deviation1[i]).kl(Gaussian.of(mean2[i], deviation2[i]));
          }
          Gaussian p = Gaussian.diagonal(mean1, deviation1);
          assertClose(p.kl(Gaussian.diagonal(mean2, deviation2)), sum, 1e-12, 1e-13);
        });
  }

  /** A rotation of space changes no divergence, and mixes all elements of a covariance. */
  @Test
  void aRotationOfBothChangesNothing() {
    Cases.check(
        200,
        random -> {
          double angle = random.uniform(0, 2 * Math.PI);
          double[][] turn = {
            {Math.cos(angle), -Math.sin(angle)}, {Math.sin(angle), Math.cos(angle)}
          };
          double[] mean = random.normals(2);
          double[] variance1 = {random.logUniform(0.1, 10), random.logUniform(0.1, 10)};
          double[] variance2 = {random.logUniform(0.1, 10), random.logUniform(0.1, 10)};
          double straight =
              Gaussian.diagonal(mean, roots(variance1))
                  .kl(Gaussian.diagonal(new double[2], roots(variance2)));
          Gaussian p = Gaussian.full(product(turn, mean), rotated(turn, variance1));
          Gaussian q = Gaussian.full(new double[2], rotated(turn, variance2));
          assertClose(p.kl(q), straight, 1e-10, 1e-11);
        });
  }

  @Test
  void theDensityIntegratesToOneAndDrawsHaveTheCovariance() {
    double[][] covariance = {{2, 0.6}, {0.6, 0.5}};
    Gaussian p = Gaussian.full(new double[] {1, -1}, covariance);
    double sum = 0;
    double step = 0.05;
    for (double x = -9; x < 11; x += step) {
      for (double y = -6; y < 4; y += step) {
        sum += Math.exp(p.logDensity(x, y)) * step * step;
      }
    }
    assertClose(sum, 1, 1e-9);
    double[][] draws = draws(p, 40_000, 2);
    double cross = 0;
    for (double[] point : draws) {
      cross += (point[0] - 1) * (point[1] + 1) / draws.length;
    }
    assertClose(cross, 0.6, 0, 4 * Math.sqrt((2 * 0.5 + 0.36) / draws.length));
  }

  @Test
  void theShareOfAnAutoencodersLoss() {
    Cases.check(
        200,
        random -> {
          double mean = random.uniform(-3, 3);
          double logVariance = random.uniform(-5, 3);
          Gaussian p = Gaussian.of(mean, Math.exp(0.5 * logVariance));
          assertClose(
              Gaussian.klToStandard(mean, logVariance), p.kl(Gaussian.standard(1)), 1e-11, 1e-12);
        });
    assertClose(Gaussian.klToStandard(0, 1e-9), 0.25e-18, 1e-6); // no cancellation
  }

  @Test
  void jsIsSymmetricAndItsSlopeDiesWithDistance() {
    Gaussian p = Gaussian.of(0, 1);
    assertClose(p.js(p), 0, 0, 1e-15);
    double previous = 0;
    for (double shift = 1; shift <= 10; shift++) {
      Gaussian q = Gaussian.of(shift, 1);
      double js = p.js(q);
      assertClose(js, q.js(p), 1e-13);
      assertThat(js).isGreaterThan(previous).isLessThan(Math.log(2));
      previous = js;
    }
    double slopeNear = (p.js(Gaussian.of(1.001, 1)) - p.js(Gaussian.of(0.999, 1))) / 0.002;
    double slopeFar = (p.js(Gaussian.of(20.001, 1)) - p.js(Gaussian.of(19.999, 1))) / 0.002;
    assertThat(slopeNear).isGreaterThan(0.1);
    assertThat(Math.abs(slopeFar)).isLessThan(1e-11); // while KL's slope there is 20
    assertClose(p.js(Gaussian.of(20, 1)), Math.log(2), 1e-14);
  }

  /** To second order JS is an eighth of the Fisher information times the squared shift. */
  @Test
  void jsOfASmallShift() {
    Gaussian p = Gaussian.of(0, 1);
    assertClose(p.js(Gaussian.of(0.01, 1)), 0.01 * 0.01 / 8, 1e-4);
  }

  @Test
  void refusesWhatIsNoDistribution() {
    double[] two = new double[2];
    assertThatThrownBy(() -> Gaussian.of(0, 0))
        .hasMessage("standard deviation 0 is 0.0; allowed: above 0");
    assertThatThrownBy(() -> Gaussian.full(two, new double[][] {{1, 2}, {2, 1}}))
        .hasMessageStartingWith("the covariance is not positive definite (pivot 1 is -3.0)");
    assertThatThrownBy(() -> Gaussian.full(two, new double[][] {{1, 0}, {0.5, 1}}))
        .hasMessageStartingWith("the covariance is not symmetric: element (1, 0) is 0.5");
    assertThatThrownBy(() -> Gaussian.full(two, new double[][] {{1, 0}, {0}}))
        .hasMessage("row 1 of the covariance has 1 numbers; allowed: 2");
    assertThatThrownBy(() -> Gaussian.full(two, new double[][] {{1}}))
        .hasMessageStartingWith("a mean of 2 numbers with 1 rows of the covariance");
    assertThatThrownBy(() -> Gaussian.standard(2).kl(Gaussian.standard(3)))
        .hasMessageStartingWith("a mean of 2 numbers with 3 in the other");
    assertThatThrownBy(() -> Gaussian.standard(2).js(Gaussian.standard(2)))
        .hasMessageEndingWith("use MonteCarlo.js");
  }

  static double[][] draws(Gaussian gaussian, int count, long seed) {
    Cases random = Cases.seeded(seed);
    double[][] draws = new double[count][];
    for (int i = 0; i < count; i++) {
      draws[i] = gaussian.at(random.normals(gaussian.dimension()));
    }
    return draws;
  }

  private static double[] deviations(Cases random) {
    return new double[] {
      random.logUniform(0.1, 10), random.logUniform(0.1, 10), random.logUniform(0.1, 10)
    };
  }

  private static double[] roots(double[] variance) {
    return new double[] {Math.sqrt(variance[0]), Math.sqrt(variance[1])};
  }

  private static double[] product(double[][] matrix, double[] v) {
    return new double[] {
      matrix[0][0] * v[0] + matrix[0][1] * v[1], matrix[1][0] * v[0] + matrix[1][1] * v[1]
    };
  }

  /** R diag(v) R^T. */
  private static double[][] rotated(double[][] turn, double[] variance) {
    double[][] result = new double[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        result[i][j] =
            turn[i][0] * variance[0] * turn[j][0] + turn[i][1] * variance[1] * turn[j][1];
      }
    }
    return result;
  }
}
