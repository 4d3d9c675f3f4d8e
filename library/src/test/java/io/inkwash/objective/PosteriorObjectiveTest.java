package io.inkwash.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.objective.matching.ReverseKl;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weightings;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objectives of latents: a posterior without spread is its mean, scaled. */
@ExtendWith(NativeLeakGuard.class)
class PosteriorObjectiveTest {
  private static final double SCALE = 0.6;
  private static final Backbone HALF = new FormulaNetwork((x, time) -> x.mul(new Scalar(0.5)));

  private static DenoisingObjective denoising() {
    Parameterization parameterization =
        new Parameterization(Targets.x0(), InputScale.identity(), NoiseLevelInput.scaled(1));
    return new DenoisingObjective(
        RectifiedFlow.standard(),
        parameterization,
        Weightings.unit(Targets.x0()),
        TimeSampler.uniform());
  }

  /** [N,2c,h,w] of normal means and one standard deviation. */
  private static Tensor posteriors(Tensor means, double deviation) {
    Tensor deviations = Tensors.zeros(Tensors.shape(means)).add_(new Scalar(deviation));
    return Tensors.cat(1, means, deviations);
  }

  @Test
  void theLossOfCertainPosteriorsIsThatOfTheirScaledMeans() {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor means = Rng.seed(1).normal(64, 2, 4, 4);
      DenoisingObjective denoising = denoising();
      double latents =
          loss(new PosteriorObjective<>(denoising, SCALE), posteriors(means, 0), Rng.seed(2));
      double scaled = loss(denoising, means.mul(new Scalar(SCALE)), Rng.seed(2));
      assertThat(latents).isCloseTo(scaled, within(1e-7));
      double spread =
          loss(new PosteriorObjective<>(denoising, SCALE), posteriors(means, 1), Rng.seed(2));
      assertThat(spread).isGreaterThan(1.2 * scaled); // of twice the variance
    }
  }

  private static double loss(Objective<Backbone> objective, Tensor x0, Rng key) {
    return Tensors.item(
        objective.start().loss(HALF, x0, Conditioning.none(), TrainingContext.of(key)).total());
  }

  /** The fake model of a student of latents learns scaled latents, not posteriors. */
  @Test
  void theFakeModelLearnsTheStudentsLatents() {
    DistributionMatching matching =
        new DistributionMatching(
            denoising(),
            new ReverseKl(),
            TeacherGuidance.NONE,
            new FewStepStudent(TimeGrid.trailing(), 2, false),
            Optional.empty(),
            3);
    FakeModel<Backbone> fake = new PosteriorObjective<>(matching, SCALE).fake().orElseThrow();
    assertThat(fake.objective()).isEqualTo(matching.model());
    assertThat(fake.steps()).isEqualTo(3);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor means = Rng.seed(1).normal(64, 2, 4, 4);
      Tensor made = fake.images(HALF, posteriors(means, 0), Conditioning.none(), Rng.seed(3));
      Tensor wanted =
          matching.images(HALF, means.mul(new Scalar(SCALE)), Conditioning.none(), Rng.seed(3));
      assertThat(Tensors.shape(made)).containsExactly(64, 2, 4, 4);
      assertThat(Tensors.toFloats(made)).isEqualTo(Tensors.toFloats(wanted));
      Tensor others =
          fake.images(HALF, posteriors(means.neg(), 0), Conditioning.none(), Rng.seed(3));
      assertThat(Tensors.toFloats(others)).isNotEqualTo(Tensors.toFloats(made));
    }
  }
}
