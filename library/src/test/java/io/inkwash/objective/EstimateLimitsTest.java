package io.inkwash.objective;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weightings;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Estimates in the range of pixels, whatever the network's output is. */
@ExtendWith(NativeLeakGuard.class)
class EstimateLimitsTest {
  private static final EstimateLimits RANGE = new EstimateLimits(-1, 1);
  private static final List<Target> TARGETS =
      List.of(Targets.noise(), Targets.x0(), Targets.velocity(), Targets.v(), Targets.score());
  private static final List<GaussianPath> PATHS =
      List.of(RectifiedFlow.standard(), Edm.standard(), DiscretePath.of(Betas.cosine(64)));

  private static DenoisingObjective objective(GaussianPath path, Target target) {
    return new DenoisingObjective(
        path,
        new Parameterization(target, InputScale.identity(), NoiseLevelInput.scaled(1)),
        Weightings.simple(),
        path.discrete() ? TimeSampler.discrete() : TimeSampler.uniform());
  }

  /** A network whose output is what a target makes of an estimate; it is given the time. */
  private static Backbone network(
      GaussianPath path, Target target, UnaryOperator<Tensor> estimate) {
    return new FormulaNetwork(
        (x, time) -> {
          Tensor x0 = estimate.apply(x);
          Tensor eps =
              x.sub(x0.mul(column(time, path::alpha))).mul(column(time, t -> 1 / path.sigma(t)));
          return x0.mul(column(time, t -> target.x0Coefficient(path, t)))
              .add(eps.mul(column(time, t -> target.epsCoefficient(path, t))));
        });
  }

  private static Tensor column(Tensor time, DoubleUnaryOperator f) {
    double[] t = Tensors.toDoubles(time);
    double[] values = new double[t.length];
    for (int i = 0; i < t.length; i++) {
      values[i] = f.applyAsDouble(t[i]);
    }
    return Tensors.of(values, t.length, 1, 1, 1);
  }

  private static double[] losses(DenoisingObjective objective, Backbone network, Tensor x0) {
    return Tensors.toDoubles(
        objective.loss(network, x0, Conditioning.none(), Rng.seed(3)).perImage());
  }

  /** The loss with limits is that of a network whose estimates never leave them. */
  @Test
  void limitedEstimatesAreThoseOfANetworkThatLimitsThem() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x0 = Tensors.clamp(Rng.seed(1).normal(16, 1, 3, 3), -1, 1);
      UnaryOperator<Tensor> far = x -> x.mul(new Scalar(3.0));
      for (GaussianPath path : PATHS) {
        for (Target target : TARGETS) {
          DenoisingObjective free = objective(path, target);
          double[] inside =
              losses(free, network(path, target, x -> Tensors.clamp(far.apply(x), -1, 1)), x0);
          double[] limited = losses(free.within(RANGE), network(path, target, far), x0);
          assertClose(limited, inside, 1e-3);
          assertThat(losses(free, network(path, target, far), x0)[0])
              .isGreaterThan(1.5 * inside[0]);
          assertThat(free.within(EstimateLimits.NONE)).isEqualTo(free);
        }
      }
    }
  }

  /**
   * Of an estimate beyond the range nothing is to be learned on the right side, on the other all.
   */
  @Test
  void theGradientIsThatOfTheErrorThatIsLeft() {
    GaussianPath path = Edm.standard();
    for (double pixel : new double[] {1, -1}) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor estimate = Tensors.zeros(4, 1, 2, 2).add(new Scalar(5.0));
        estimate.requires_grad_(true);
        Tensor x0 = Tensors.zeros(4, 1, 2, 2).add(new Scalar(pixel));
        objective(path, Targets.x0())
            .within(RANGE)
            .loss(network(path, Targets.x0(), x -> estimate), x0, Conditioning.none(), Rng.seed(3))
            .total()
            .backward();
        double[] slopes = Tensors.toDoubles(estimate.grad());
        for (double slope : slopes) {
          if (pixel == 1) {
            assertThat(slope).isZero();
          } else {
            assertThat(slope).isPositive();
          }
        }
      }
    }
  }
}
