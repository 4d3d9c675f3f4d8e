package io.inkwash.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weightings;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Progressive distillation against the DDIM of Gaussian data, where all steps are linear. */
@ExtendWith(NativeLeakGuard.class)
class ProgressiveDistillationTest {
  private static final List<GaussianPath> PATHS =
      List.of(RectifiedFlow.standard(), Edm.standard(), DiscretePath.of(Betas.cosine(64)));

  /** Standard deviation of Gaussian data. */
  private static final double S = 0.7;

  private final CountedTwins twins = new CountedTwins();

  /** The exact denoiser of Gaussian data as the teacher, and how often it was renewed. */
  private static final class CountedTwins implements Twins<Backbone> {
    private Backbone teacher = new FormulaNetwork((x, label) -> x);
    private int renewed;

    @Override
    public Backbone average() {
      throw new IllegalStateException("not used");
    }

    @Override
    public Backbone teacher() {
      return teacher;
    }

    @Override
    public void renewTeacher() {
      renewed++;
    }
  }

  /** The network's output is the clean image, and it is given the time. */
  private static ProgressiveDistillation from(GaussianPath path, int teacherSteps, int steps) {
    return from(path, teacherSteps, steps, EstimateLimits.NONE);
  }

  private static ProgressiveDistillation from(
      GaussianPath path, int teacherSteps, int steps, EstimateLimits limits) {
    Parameterization parameterization =
        new Parameterization(Targets.x0(), InputScale.identity(), NoiseLevelInput.scaled(1));
    return new ProgressiveDistillation(
        new DenoisingObjective(
                path, parameterization, Weightings.unit(Targets.x0()), TimeSampler.uniform())
            .within(limits),
        TimeGrid.trailing(),
        teacherSteps,
        steps);
  }

  private double loss(ObjectiveState<Backbone> state, Backbone network, double spent) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x0 = Rng.seed(1).normal(32, 1, 2, 2).mul(new Scalar(S));
      return Tensors.item(
          state
              .loss(
                  network,
                  x0,
                  Conditioning.none(),
                  new TrainingContext<>(Rng.seed(4), 1, spent, twins))
              .total());
    }
  }

  /** E[x0 | x] = c(t) x. */
  private static double exact(GaussianPath path, double t) {
    double alpha = path.alpha(t);
    return alpha * S * S / (alpha * alpha * S * S + path.sigma(t) * path.sigma(t));
  }

  /** One step of DDIM with the estimate c x multiplies x by this. */
  private static double ddim(GaussianPath path, double t, double s, double c) {
    double ratio = path.sigma(s) / path.sigma(t);
    return ratio + (path.alpha(s) - ratio * path.alpha(t)) * c;
  }

  /** The estimate of the student, which leads in one step where the teacher's two lead. */
  private static double student(GaussianPath path, double[] times, double t) {
    int at = 0;
    while (Math.abs(times[at] - t) > 1e-5 * t) {
      at++;
    }
    double m = times[at + 1];
    double s = times[at + 2];
    double both =
        ddim(path, times[at], m, exact(path, times[at])) * ddim(path, m, s, exact(path, m));
    double ratio = path.sigma(s) / path.sigma(t);
    return (both - ratio) / (path.alpha(s) - ratio * path.alpha(t));
  }

  private static Backbone linear(DoubleUnaryOperator c) {
    return new FormulaNetwork(
        (x, label) -> {
          double[] factors = DoubleStream.of(Tensors.toDoubles(label)).map(c).toArray();
          return x.mul(Tensors.of(factors, factors.length, 1, 1, 1).to(x.scalar_type()));
        });
  }

  /**
   * In one step of the student lie two of the teacher, on each path and at each number of steps.
   */
  @Test
  void theStudentOfGaussianDataTakesTwoStepsOfDdimInOne() {
    for (GaussianPath path : PATHS) {
      twins.teacher = linear(t -> exact(path, t));
      for (int steps : new int[] {1, 2, 4}) {
        double[] times = TimeGrid.trailing().times(path, 2 * steps);
        ObjectiveState<Backbone> state = from(path, 2 * steps, steps).start();
        double right = loss(state, linear(t -> student(path, times, t)), 0);
        double teacher = loss(state, linear(t -> exact(path, t)), 0);
        assertThat(right).as("%s in %s", path.name(), steps).isCloseTo(0, within(1e-9));
        assertThat(teacher).as("%s in %s", path.name(), steps).isGreaterThan(1e-6);
      }
    }
  }

  /** Teacher and student are both limited: a teacher that estimates 5 is one that estimates 1. */
  @Test
  void limitsAreThoseOfTeacherAndStudent() {
    twins.teacher =
        new FormulaNetwork((x, time) -> Tensors.zeros(Tensors.shape(x)).add(new Scalar(5.0)));
    for (GaussianPath path : PATHS) {
      ObjectiveState<Backbone> limited = from(path, 4, 2, new EstimateLimits(-1, 1)).start();
      ObjectiveState<Backbone> free = from(path, 4, 2).start();
      Backbone seven =
          new FormulaNetwork((x, time) -> Tensors.zeros(Tensors.shape(x)).add(new Scalar(7.0)));
      assertThat(loss(limited, seven, 0)).as(path.name()).isCloseTo(0, within(1e-6));
      assertThat(loss(free, seven, 0)).as(path.name()).isGreaterThan(1e-3);
      assertThat(loss(free, twins.teacher, 0)).as(path.name()).isCloseTo(0, within(1e-5));
    }
  }

  /**
   * Of seven parts of the training the halvings have one, two and four, and a longer training does
   * not go back to an earlier one.
   */
  @Test
  void eachHalvingHasItsShareOfTheTraining() {
    GaussianPath path = RectifiedFlow.standard();
    twins.teacher = linear(t -> exact(path, t));
    ObjectiveState<Backbone> state = from(path, 8, 1).start();
    int[] steps = {4, 4, 2, 2, 1, 1, 1};
    double[] spent = {0, 0.142, 0.143, 0.1, 0.43, 0.3, 1};
    int[] renewed = {0, 0, 1, 1, 2, 2, 2};
    for (int i = 0; i < spent.length; i++) {
      double[] times = TimeGrid.trailing().times(path, 2 * steps[i]);
      Backbone right = linear(t -> student(path, times, t));
      assertThat(loss(state, right, spent[i])).as("at %s", spent[i]).isCloseTo(0, within(1e-9));
      assertThat(twins.renewed).isEqualTo(renewed[i]);
    }
    ObjectiveState<Backbone> resumed = from(path, 8, 1).start();
    resumed.restore(state.values());
    double[] one = TimeGrid.trailing().times(path, 2);
    assertThat(loss(resumed, linear(t -> student(path, one, t)), 0)).isCloseTo(0, within(1e-9));
    assertThat(twins.renewed).isEqualTo(2);
  }

  @Test
  void refusesWhatCannotBeHalved() {
    for (int[] pair : new int[][] {{16, 3}, {12, 1}, {4, 4}, {4, 8}, {4, 0}}) {
      assertThatThrownBy(() -> from(RectifiedFlow.standard(), pair[0], pair[1]))
          .hasMessageContaining("from " + pair[0] + " to " + pair[1] + " steps; allowed:");
    }
    assertThatThrownBy(() -> from(DiscretePath.of(Betas.cosine(8)), 16, 1))
        .isInstanceOf(IllegalArgumentException.class);
    ObjectiveState<Backbone> state = from(RectifiedFlow.standard(), 8, 1).start();
    assertThatThrownBy(() -> state.restore(new double[] {3}))
        .hasMessageContaining("allowed: one number from 0 to 2");
  }
}
