package io.inkwash.variational;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.divergence.Gaussian;
import io.inkwash.torch.AdamRule;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Net;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A model whose evidence is known: z ~ N(0, I) of two numbers, x = W z + s noise of three. Then x
 * is normal with covariance W W^T + s^2 I, and z given x has a diagonal posterior, the columns of W
 * being orthogonal.
 */
@ExtendWith(NativeLeakGuard.class)
class LinearGaussianTest {
  private static final double NOISE = 0.5;
  private static final double[][] COLUMNS = {{1, 2, 0}, {-1, 0.5, 0.8}};
  private static final double[] X = {0.7, 1.9, -0.4};

  /** log p(x), in nats. */
  private static double evidence() {
    double[][] covariance = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        covariance[i][j] =
            COLUMNS[0][i] * COLUMNS[0][j]
                + COLUMNS[1][i] * COLUMNS[1][j]
                + (i == j ? NOISE * NOISE : 0);
      }
    }
    return Gaussian.full(new double[3], covariance).logDensity(X);
  }

  /** p(z|x): precision 1 + |w|^2/s^2, mean w.x / (s^2 precision). */
  private static Posterior exactPosterior() {
    float[] mean = new float[2];
    float[] logVariance = new float[2];
    for (int k = 0; k < 2; k++) {
      double dot = 0;
      double square = 0;
      for (int i = 0; i < 3; i++) {
        dot += COLUMNS[k][i] * X[i];
        square += COLUMNS[k][i] * COLUMNS[k][i];
      }
      double precision = 1 + square / (NOISE * NOISE);
      mean[k] = (float) (dot / (NOISE * NOISE * precision));
      logVariance[k] = (float) -Math.log(precision);
    }
    return new Posterior(Tensors.of(mean, 1, 2), Tensors.of(logVariance, 1, 2));
  }

  private static Tensor logLikelihood(Tensor z) {
    Tensor sum = Tensors.zeros(z.size(0));
    for (int i = 0; i < 3; i++) {
      Tensor mean =
          z.select(1, 0)
              .mul(new Scalar(COLUMNS[0][i]))
              .add(z.select(1, 1), new Scalar(COLUMNS[1][i]));
      Tensor squares = mean.sub(new Scalar(X[i])).square().mul(new Scalar(1 / (NOISE * NOISE)));
      double constant = Math.log(2 * Math.PI * NOISE * NOISE);
      sum = sum.add(squares.add(new Scalar(constant)).mul(new Scalar(-0.5)));
    }
    return sum;
  }

  private static final UnaryOperator<Tensor> LIKELIHOOD = LinearGaussianTest::logLikelihood;

  private static Posterior spread(Posterior posterior, int count) {
    return new Posterior(
        posterior.mean().expand(count, 2), posterior.logVariance().expand(count, 2));
  }

  /** A posterior that is off in both numbers. */
  private static Posterior wrong() {
    Posterior exact = exactPosterior();
    return new Posterior(
        exact.mean().add(new Scalar(0.15)), exact.logVariance().add(new Scalar(0.5)));
  }

  private static double elbo(Posterior posterior, int samples) {
    Posterior many = spread(posterior, samples);
    Tensor z = many.sample(Rng.seed(1).normal(samples, 2));
    return -Elbo.negative(LIKELIHOOD.apply(z), many).mean().item().toDouble();
  }

  @Test
  void theBoundIsTheEvidenceAtTheExactPosterior() {
    // log p(x, z) - log q(z) is the evidence whatever z is, so each sample gives it.
    Posterior exact = spread(exactPosterior(), 50);
    Tensor each = new ImportanceBound(1).of(exact, i -> Rng.seed(3).normal(50, 2), LIKELIHOOD);
    for (double value : Tensors.toDoubles(each)) {
      assertClose(value, evidence(), 0, 2e-5); // float32
    }
    // With the KL in closed form only the mean does.
    assertClose(elbo(exactPosterior(), 40_000), evidence(), 0, 0.02);
  }

  @Test
  void theBoundIsBelowTheEvidenceByTheDivergenceOfThePosteriors() {
    Posterior exact = exactPosterior();
    Posterior other = wrong();
    double gap = 0;
    for (int k = 0; k < 2; k++) {
      gap += normal(other, k).kl(normal(exact, k));
    }
    assertThat(gap).isGreaterThan(0.1);
    assertClose(elbo(other, 40_000), evidence() - gap, 0, 0.03);
  }

  private static Gaussian normal(Posterior posterior, int k) {
    double logVariance = Tensors.toDoubles(posterior.logVariance())[k];
    return Gaussian.of(Tensors.toDoubles(posterior.mean())[k], Math.exp(0.5 * logVariance));
  }

  @Test
  void theImportanceBoundRisesWithItsSamplesTowardsTheEvidence() {
    double previous = elbo(wrong(), 20_000);
    for (int k : new int[] {1, 4, 16, 64}) {
      int repeats = 20_000 / k;
      Posterior many = spread(wrong(), repeats);
      double bound =
          new ImportanceBound(k)
              .of(many, i -> Rng.seed(5).at(i).normal(repeats, 2), LIKELIHOOD)
              .mean()
              .item()
              .toDouble();
      if (k == 1) {
        assertClose(bound, previous, 0, 0.03); // the ELBO
      } else {
        assertThat(bound).isGreaterThan(previous).isLessThan(evidence() + 0.01);
      }
      previous = bound;
    }
    assertClose(previous, evidence(), 0, 0.02);
  }

  /** The optimum is found by training, through the reparameterization. */
  @Test
  void trainingTheEncoderClosesTheGap() {
    Moments moments = new Moments();
    Parameters parameters = new Parameters(moments);
    OptimizerState adam = AdamRule.standard().start(parameters);
    int steps = 800;
    for (int step = 0; step < steps; step++) {
      try (TensorScope scope = TensorScope.open()) {
        parameters.zeroGradients();
        Posterior posterior = spread(Posterior.of(moments.values), 32);
        Tensor z = posterior.sample(Rng.seed(6).at(step).normal(32, 2));
        Elbo.standard().loss(LIKELIHOOD.apply(z), posterior).backward();
        adam.step(0.05 * (1 - step / (double) steps));
      }
    }
    try (Grad off = Grad.off()) {
      double found = elbo(Posterior.of(moments.values), 40_000);
      assertClose(found, evidence(), 0, 0.03);
    }
  }

  /** An encoder of one image: its moments. */
  private static final class Moments extends Net {
    private final Tensor values = Tensors.zeros(1, 4);

    Moments() {
      register_parameter("values", values);
    }
  }

  @Test
  void klIsThatOfTheAlgebra() {
    Tensor kl = wrong().kl();
    for (int k = 0; k < 2; k++) {
      assertClose(Tensors.toDoubles(kl)[k], normal(wrong(), k).kl(Gaussian.standard(1)), 1e-5);
    }
  }

  @Test
  void freeNatsAndBeta() {
    Posterior posterior =
        new Posterior(Tensors.of(new float[] {1, 0, 3, 0}, 2, 2), Tensors.zeros(2, 2));
    // KL of the first number: (0.5 + 4.5)/2 = 2.5; of the second: nothing.
    Tensor likelihood = Tensors.of(new float[] {-7, -9}, 2);
    assertClose(loss(new Elbo(1, 0), likelihood, posterior), 8 + 2.5, 1e-6);
    assertClose(loss(new Elbo(4, 0), likelihood, posterior), 8 + 10, 1e-6);
    assertClose(loss(new Elbo(1, 0.25), likelihood, posterior), 8 + 2.5 + 0.25, 1e-6);
    assertClose(loss(new Elbo(1, 3), likelihood, posterior), 8 + 6, 1e-6);
    assertThatThrownBy(() -> new Elbo(-1, 0)).hasMessageStartingWith("beta is -1.0; allowed");
    assertThatThrownBy(() -> new Elbo(1, -1)).hasMessageStartingWith("freeNats is -1.0; allowed");
    assertThatThrownBy(() -> new ImportanceBound(0)).hasMessage("samples is 0; allowed: 1 or more");
  }

  private static double loss(Elbo elbo, Tensor likelihood, Posterior posterior) {
    return elbo.loss(likelihood, posterior).item().toDouble();
  }
}
