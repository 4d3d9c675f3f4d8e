package io.inkwash.divergence;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Divergences by sampling, and whether they are as sure as they say. */
class MonteCarloTest {
  private static final Gaussian P =
      Gaussian.full(new double[] {0, 1}, new double[][] {{1, 0.3}, {0.3, 2}});
  private static final Gaussian Q =
      Gaussian.full(new double[] {1, 0}, new double[][] {{2, -0.4}, {-0.4, 1.5}});

  @Test
  void errorsAreAsLargeAsTheyClaim() {
    double exact = P.kl(Q);
    int runs = 200;
    double squared = 0;
    for (int run = 0; run < runs; run++) {
      MonteCarlo estimate = MonteCarlo.kl(P, Q, GaussianTest.draws(P, 400, run));
      double off = (estimate.value() - exact) / estimate.standardError();
      squared += off * off / runs;
    }
    // The mean of 200 squared standard normals has deviation 0.1.
    assertClose(squared, 1, 0, 0.4);
  }

  @Test
  void jsAgreesWithTheQuadrature() {
    Gaussian p = Gaussian.of(0, 1);
    Gaussian q = Gaussian.of(1.5, 0.5);
    MonteCarlo estimate =
        MonteCarlo.js(p, q, GaussianTest.draws(p, 20_000, 1), GaussianTest.draws(q, 20_000, 2));
    assertThat(estimate.standardError()).isBetween(1e-4, 5e-3);
    assertClose(estimate.value(), p.js(q), 0, 4 * estimate.standardError());
  }

  @Test
  void jsOfFarDistributionsIsLogTwoForSure() {
    Gaussian p = Gaussian.standard(2);
    Gaussian q = Gaussian.diagonal(new double[] {50, 0}, new double[] {1, 1});
    MonteCarlo estimate =
        MonteCarlo.js(p, q, GaussianTest.draws(p, 100, 1), GaussianTest.draws(q, 100, 2));
    assertClose(estimate.value(), Math.log(2), 1e-15);
    assertThat(estimate.standardError()).isLessThan(1e-15);
  }

  @Test
  void oneSampleIsNotSureAndNoneIsRefused() {
    assertThat(MonteCarlo.kl(P, Q, new double[][] {{0, 0}}).standardError()).isNaN();
    assertThatThrownBy(() -> MonteCarlo.kl(P, Q, new double[0][]))
        .hasMessage("no samples; allowed: 1 or more");
  }
}
