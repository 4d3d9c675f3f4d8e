package io.inkwash.objective;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.Divergence;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;
import io.inkwash.testkit.Cases;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.weighting.Weighting;
import io.inkwash.weighting.Weightings;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScoreMatchingTest {
  private static final int IMAGES = 20_000;
  private static final double VARIANCE = 0.4;
  private static final Rng PLACE = Rng.seed(3);
  private static final VeLevels NCSN = VeLevels.ncsn();

  /** lambda = sigma^2 on the squared score error. */
  private static final Weighting LAMBDA = Weightings.simple();

  private static final Parameterization SCORE =
      new Parameterization(Targets.score(), InputScale.identity(), NoiseLevelInput.sigma());
  private static final TimeSampler TIMES = TimeSampler.discrete();

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void withTheScoreAsTargetDenoisingIsNcsnsObjective() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x0 = data();
      double[] losses =
          Tensors.toDoubles(
              new DenoisingObjective(NCSN, SCORE, LAMBDA, TIMES)
                  .loss(score(0.7), x0, Conditioning.none(), PLACE)
                  .perImage());
      Diffused batch = drawn(NCSN, TIMES, x0);
      double[] clean = Tensors.toDoubles(x0);
      double[] noisy = Tensors.toDoubles(batch.xt());
      for (int k = 0; k < 100; k++) {
        double sigma = NCSN.sigma(batch.times().t()[k]);
        double sum = 0;
        for (int i = 2 * k; i < 2 * k + 2; i++) {
          double said = -0.7 * noisy[i] / (VARIANCE + sigma * sigma);
          double wanted = (clean[i] - noisy[i]) / (sigma * sigma); // the gradient points to data
          sum += sigma * sigma * (said - wanted) * (said - wanted) / 2;
        }
        assertClose(losses[k], sum, 1e-6); // the network's label passes through float32
      }
    }
  }

  @Test
  void implicitLossesAreTheDenoisingOneLessOne() {
    VeLevels path = new VeLevels(0.3, 2, 5); // at low noise the loss spreads too widely to measure
    for (double gain : new double[] {0.6, 1, 1.3}) {
      double denoising = loss(new DenoisingObjective(path, SCORE, LAMBDA, TIMES), gain);
      for (Divergence divergence :
          List.of(Divergence.exact(), Divergence.rademacher(1), Divergence.gaussian(2))) {
        double implicit =
            loss(new ImplicitScoreMatching(path, SCORE, LAMBDA, divergence, TIMES), gain);
        // 40,000 pixels: the difference has a standard error of about 0.01
        assertThat(implicit)
            .as("gain %s, %s", gain, divergence)
            .isCloseTo(denoising - 1, within(0.04));
      }
    }
  }

  @Test
  void theTrueScoreHasTheLeastLoss() {
    var objective = ImplicitScoreMatching.exact(NCSN, SCORE, LAMBDA, TIMES);
    double best = loss(objective, 1);
    assertThat(best).isLessThan(loss(objective, 0.9));
    assertThat(best).isLessThan(loss(objective, 1.1));
  }

  @Test
  void aNetworkOfAnyTargetIsReadAsTheScore() {
    GaussianPath path = Vp.linear();
    Backbone half = linear(Tensors.of(new double[] {0.5}, 1)); // eps = x/2, the score -x/(2 sigma)
    try (TensorScope scope = TensorScope.open()) {
      Tensor x0 = data();
      double[] losses =
          Tensors.toDoubles(
              ImplicitScoreMatching.exact(
                      path, Parameterization.ddpm(), LAMBDA, TimeSampler.uniform())
                  .loss(half, x0, Conditioning.none(), PLACE)
                  .perImage());
      Diffused batch = drawn(path, TimeSampler.uniform(), x0);
      for (int k = 0; k < 100; k++) {
        double expected = square(batch, k) / 4 - path.sigma(batch.times().t()[k]);
        assertClose(losses[k], expected, 1e-9, 1e-12);
      }
    }
  }

  @Test
  void weightsGetAGradientThroughTheDivergence() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor gain = Tensors.of(new double[] {-0.8}, 1).requires_grad_(true);
      Tensor x0 = data();
      Tensor total =
          ImplicitScoreMatching.sliced(NCSN, SCORE, LAMBDA, TIMES)
              .loss(linear(gain), x0, Conditioning.none(), PLACE)
              .total();
      // the derivative by g of the mean of sigma^2 (g^2 x^2 + 2 g)
      Diffused batch = drawn(NCSN, TIMES, x0);
      double expected = 0;
      for (int k = 0; k < IMAGES; k++) {
        double sigma = NCSN.sigma(batch.times().t()[k]);
        expected += sigma * sigma * (-1.6 * square(batch, k) + 2) / IMAGES;
      }
      assertClose(Tensors.toDoubles(Grad.of(total, gain))[0], expected, 1e-9);
    }
  }

  /** The mean square of image k's noisy pixels. */
  private static double square(Diffused batch, int k) {
    return batch.xt().narrow(0, k, 1).square().mean().item().toDouble();
  }

  private static double loss(Objective objective, double gain) {
    try (TensorScope scope = TensorScope.open()) {
      return objective
          .loss(score(gain), data(), Conditioning.none(), PLACE)
          .total()
          .item()
          .toDouble();
    }
  }

  private static Tensor data() {
    double[] values = Cases.seeded(1).normals(2 * IMAGES);
    double[] scaled = Arrays.stream(values).map(z -> z * Math.sqrt(VARIANCE)).toArray();
    return Tensors.of(scaled, IMAGES, 1, 1, 2);
  }

  /** gain times the score of the noisy data, where the signal scale is 1 and the label is sigma. */
  private static Backbone score(double gain) {
    return new Backbone() {
      @Override
      public Tensor forward(Tensor x, Tensor label, Conditioning conditioning) {
        Tensor sigma = label.to(x.scalar_type()).view(-1, 1, 1, 1);
        return x.div(sigma.square().add(new Scalar(VARIANCE))).mul(new Scalar(-gain));
      }
    };
  }

  private static Backbone linear(Tensor gain) {
    return new Backbone() {
      @Override
      public Tensor forward(Tensor x, Tensor label, Conditioning conditioning) {
        return x.mul(gain);
      }
    };
  }

  private static Diffused drawn(GaussianPath path, TimeSampler times, Tensor x0) {
    DrawnTimes of = DrawnTimes.of(times.start(path), Math.toIntExact(x0.size(0)), PLACE);
    return Diffused.draw(path, of.own(), x0, PLACE);
  }
}
