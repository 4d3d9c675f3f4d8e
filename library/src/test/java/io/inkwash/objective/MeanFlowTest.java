package io.inkwash.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.VpLinear;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.ode.MeanVelocity;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.training.LogitNormal;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weightings;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mean flows against those of one image and of Gaussian data, which are known. */
@ExtendWith(NativeLeakGuard.class)
class MeanFlowTest {

  /** Standard deviation of Gaussian data. */
  private static final double S = 0.6;

  private static final Parameterization VELOCITY =
      new Parameterization(Targets.velocity(), InputScale.identity(), NoiseLevelInput.scaled(2));

  /** A network of the image, the time and the time at which its interval begins. */
  private interface Velocity {
    Tensor at(Tensor x, Tensor t, Tensor r);
  }

  private static final class Known extends Backbone {
    private final Velocity velocity;

    Known(Velocity velocity) {
      this.velocity = velocity;
    }

    @Override
    public Set<String> accepts() {
      return Set.of(Conditioning.INTERVAL);
    }

    @Override
    public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
      Tensor t = noiseLevel.view(-1, 1, 1, 1).div(new Scalar(2.0));
      Tensor length = conditioning.of(Conditioning.INTERVAL).orElseThrow();
      return velocity.at(x, t, t.sub(length.view(-1, 1, 1, 1).div(new Scalar(2.0))));
    }
  }

  private static DenoisingObjective flow() {
    return new DenoisingObjective(
        RectifiedFlow.standard(),
        VELOCITY,
        Weightings.unit(Targets.velocity()),
        new LogitNormal(-0.4, 1));
  }

  /** Gaussian data: the flow multiplies x by k(r) / k(t), k(t)^2 = (1 - t)^2 s^2 + t^2. */
  private static Tensor k(Tensor t) {
    return t.neg().add(new Scalar(1.0)).mul(new Scalar(S)).square().add(t.square()).sqrt();
  }

  private static Tensor meanVelocity(Tensor x, Tensor t, Tensor r) {
    Tensor length = t.sub(r).clamp_min(new Scalar(1e-3)); // r = t is not asked for
    return x.mul(k(r).div(k(t)).neg().add(new Scalar(1.0))).div(length);
  }

  private static Tensor velocity(Tensor x, Tensor t) {
    Tensor growth = t.sub(t.neg().add(new Scalar(1.0)).mul(new Scalar(S * S))); // k k'
    return x.mul(growth.div(k(t).square()));
  }

  /** The derivative of the loss by a factor of the network, at 1; zero for the exact one. */
  private static double slope(Velocity velocity, double apart) {
    try (TensorScope scope = TensorScope.open();
        Grad on = Grad.on()) {
      Tensor factor = Tensors.of(new double[] {1}, 1).requires_grad_(true);
      Backbone network = new Known((x, t, r) -> velocity.at(x, t, r).mul(factor));
      Tensor x0 = Rng.seed(1).normal(60_000, 1, 1, 1).mul(new Scalar(S));
      MeanFlow objective = MeanFlow.of(flow(), apart, 0, 1e-3);
      Tensor loss = objective.loss(network, x0, Conditioning.none(), Rng.seed(5)).total();
      return Tensors.item(Grad.of(loss, factor));
    }
  }

  @Test
  void theMeanVelocityOfGaussianDataIsWhereTrainingEnds() {
    assertThat(slope(MeanFlowTest::meanVelocity, 1)).isCloseTo(0, within(0.01));
    assertThat(slope((x, t, r) -> velocity(x, t), 1)).isGreaterThan(0.1);
    assertThat(slope((x, t, r) -> velocity(x, t), 0)).isCloseTo(0, within(0.01));
    assertThat(slope((x, t, r) -> velocity(x, t).mul(new Scalar(1.2)), 0)).isGreaterThan(0.1);
  }

  /** All the data are one image: every velocity towards it is the same, whatever the interval. */
  @Test
  void theMeanVelocityToOneImageIsExact() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor image = Rng.seed(1).normal(1, 1, 3, 3);
      Backbone exact = new Known((x, t, r) -> x.sub(image).div(t));
      Tensor x0 = image.repeat(16, 1, 1, 1);
      for (double power : new double[] {0, 0.75}) {
        MeanFlow objective = MeanFlow.of(flow(), 0.75, power, 1e-3);
        LossTerms terms = objective.loss(exact, x0, Conditioning.none(), Rng.seed(5));
        assertThat(Tensors.item(terms.total())).isCloseTo(0, within(1e-6));
      }
    }
  }

  /** One step is as exact as any number of them. */
  @Test
  void oneStepDrawsWhatManyDraw() {
    try (TensorScope scope = TensorScope.open()) {
      NetworkDenoiser denoiser =
          new NetworkDenoiser(
              new Known(MeanFlowTest::meanVelocity),
              RectifiedFlow.standard(),
              VELOCITY,
              Conditioning.none(),
              Precision.FP32);
      Tensor noise = Rng.seed(1).normal(2, 1, 3, 3);
      double[] expected = Tensors.toDoubles(noise.mul(new Scalar(S)));
      for (int steps : new int[] {1, 2, 7}) {
        double[] times = TimeGrid.trailing().times(RectifiedFlow.standard(), steps);
        SamplingLoop loop = new SamplingLoop(RectifiedFlow.standard(), new MeanVelocity(), times);
        Noise unused = Noise.perImage(Rng.seed(2), 0, Tensors.shape(noise));
        Tensor drawn = loop.walk(noise, denoiser, unused, SamplingLoop.Observer.NONE);
        assertThat(Tensors.toDoubles(drawn)).containsExactly(expected, within(1e-5));
      }
    }
  }

  @Test
  void refusesOtherPathsAndNetworksWithoutIntervals() {
    DenoisingObjective vp =
        new DenoisingObjective(
            new VpLinear(0.1, 20, 1e-5), VELOCITY, flow().weighting(), flow().times());
    assertThatThrownBy(() -> MeanFlow.of(vp, 0.75, 0.75, 1e-3))
        .hasMessageContaining("allowed: rectified-flow with target velocity");
    assertThatThrownBy(() -> MeanFlow.of(flow(), 1.5, 0.75, 1e-3))
        .hasMessage("apart of mean-flow is 1.5; allowed: 0 to 1, such as 0.75");
    Backbone plain = new FormulaNetwork((x, label) -> x);
    Tensor x0 = Tensors.zeros(2, 1, 3, 3);
    MeanFlow objective = MeanFlow.of(flow(), 0.75, 0.75, 1e-3);
    assertThatThrownBy(() -> objective.loss(plain, x0, Conditioning.none(), Rng.seed(1)))
        .hasMessageContaining("allowed: compact-unet(intervals=true)");
  }
}
