package io.inkwash.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.objective.matching.Fisher;
import io.inkwash.objective.matching.MatchingDivergence;
import io.inkwash.objective.matching.ReverseKl;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.GaussianPath;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Distribution matching where both models of noisy images are known: of constants, of Gaussians.
 */
@ExtendWith(NativeLeakGuard.class)
class DistributionMatchingTest {
  private static final GaussianPath PATH = RectifiedFlow.standard();

  /** Its images are the times that they are of. */
  private static final Backbone TIME =
      new FormulaNetwork((x, time) -> time.view(-1, 1, 1, 1).expand(Tensors.shape(x)));

  private static DistributionMatching matching(int steps, EstimateLimits limits) {
    return matching(new ReverseKl(), steps, limits);
  }

  private static DistributionMatching matching(
      MatchingDivergence divergence, int steps, EstimateLimits limits) {
    Parameterization parameterization =
        new Parameterization(Targets.x0(), InputScale.identity(), NoiseLevelInput.scaled(1));
    return new DistributionMatching(
        new DenoisingObjective(
                PATH, parameterization, Weightings.unit(Targets.x0()), TimeSampler.uniform())
            .within(limits),
        divergence,
        student(steps, false),
        Optional.empty(),
        1);
  }

  private static FewStepStudent student(int steps, boolean simulate) {
    return new FewStepStudent(TimeGrid.trailing(), steps, simulate);
  }

  /** Networks of the same architecture. */
  private record Models(Backbone teacher, Backbone fake) implements Twins<Backbone> {

    @Override
    public Backbone average() {
      throw new IllegalStateException("not used");
    }

    @Override
    public void renewTeacher() {
      throw new IllegalStateException("not used");
    }
  }

  private static Backbone constant(double value) {
    return new FormulaNetwork((x, time) -> Tensors.zeros(Tensors.shape(x)).add(new Scalar(value)));
  }

  /** E[x0 | x_t] of Gaussian data. */
  private static Backbone gaussian(double mean, double sd) {
    return new FormulaNetwork(
        (x, time) -> {
          Tensor gain = column(time, t -> gain(t, sd));
          Tensor alpha = column(time, PATH::alpha);
          return x.sub(alpha.mul(new Scalar(mean))).mul(gain).add(new Scalar(mean));
        });
  }

  private static double gain(double t, double sd) {
    double alpha = PATH.alpha(t);
    double sigma = PATH.sigma(t);
    return alpha * sd * sd / (alpha * alpha * sd * sd + sigma * sigma);
  }

  private static Tensor column(Tensor time, DoubleUnaryOperator f) {
    double[] values = Arrays.stream(Tensors.toDoubles(time)).map(f).toArray();
    return Tensors.of(values, values.length, 1, 1, 1).to(time.scalar_type());
  }

  private static Tensor loss(
      DistributionMatching matching, Backbone student, Models models, long step) {
    return matching
        .start()
        .loss(
            student,
            Tensors.zeros(64, 1, 2, 2),
            Conditioning.none(),
            new TrainingContext<>(Rng.seed(step), step, 0, models))
        .total();
  }

  /** Equations 7 and 8 of constants: c, r and f give 1/2 ((f - r) / |c - r|)^2. */
  @Test
  void theGradientIsTheDifferenceOfBothEstimatesInUnitsOfTheTeachersDistance() {
    DistributionMatching free = matching(1, EstimateLimits.NONE);
    try (TensorScope scope = TensorScope.open()) {
      Models models = new Models(constant(0.5), constant(0.2));
      double wanted = 0.5 * Math.pow((0.2 - 0.5) / (0.9 - 0.5), 2);
      assertThat(Tensors.item(loss(free, constant(0.9), models, 1)))
          .isCloseTo(wanted, within(1e-6));
      Models alike = new Models(constant(0.5), constant(0.5));
      assertThat(Tensors.item(loss(free, constant(0.9), alike, 1))).isCloseTo(0, within(1e-12));
      Models outside = new Models(constant(3), constant(0.2));
      double limited = 0.5 * Math.pow((0.2 - 1) / (0.9 - 1), 2);
      assertThat(
              Tensors.item(loss(matching(1, new EstimateLimits(-1, 1)), constant(0.9), outside, 1)))
          .isCloseTo(limited, within(1e-4));
    }
  }

  /**
   * Where the fake model is the exact one of the student's images, a + b eps, a and b come to the
   * mean and the deviation of the teacher's data: the distribution, not its mean.
   */
  @ParameterizedTest
  @MethodSource("divergences")
  void aStudentOfGaussianDataComesToItsMeanAndItsDeviation(MatchingDivergence divergence) {
    double[] found = {-0.5, 0.1};
    Backbone teacher = gaussian(0.3, 0.7);
    DistributionMatching matching = matching(divergence, 1, EstimateLimits.NONE);
    int steps = 600;
    for (int step = 1; step <= steps; step++) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor a = Tensors.of(new float[] {(float) found[0]}, 1).requires_grad_(true);
        Tensor b = Tensors.of(new float[] {(float) found[1]}, 1).requires_grad_(true);
        Backbone student = new FormulaNetwork((x, time) -> x.mul(b).add(a));
        Models models = new Models(teacher, gaussian(found[0], found[1]));
        loss(matching, student, models, step).backward();
        double rate = 0.1 * (1 - (step - 1.0) / steps);
        found[0] -= rate * Tensors.item(a.grad());
        found[1] -= rate * Tensors.item(b.grad());
      }
    }
    assertThat(found[0]).isCloseTo(0.3, within(0.02));
    assertThat(found[1]).isCloseTo(0.7, within(0.02));
  }

  static List<MatchingDivergence> divergences() {
    return List.of(new ReverseKl(), new Fisher(1), new Fisher(1.2));
  }

  /** A student of two steps starts from noise, and from data at the level of its second step. */
  @Test
  void imagesStartAtEachOfTheStudentsTimes() {
    double[] times = TimeGrid.trailing().times(PATH, 2);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor images =
          matching(2, EstimateLimits.NONE)
              .images(TIME, Tensors.zeros(512, 1, 1, 1), Conditioning.none(), Rng.seed(2));
      double[] seen = Tensors.toDoubles(images);
      long first = Arrays.stream(seen).filter(t -> Math.abs(t - times[0]) < 1e-6).count();
      long second = Arrays.stream(seen).filter(t -> Math.abs(t - times[1]) < 1e-6).count();
      assertThat(first + second).isEqualTo(512);
      assertThat(first).isBetween(200L, 312L);
    }
  }

  /**
   * Where the student doubles its input, an image of its second step is twice a noisy one: of data
   * that are 5, or of its own image of noise, whose variance is 4.
   */
  @Test
  void aSimulatedStudentGoesOnFromItsOwnImages() {
    Backbone doubling = new FormulaNetwork((x, time) -> x.mul(new Scalar(2)));
    double t = TimeGrid.trailing().times(PATH, 2)[1];
    double noise = 4 * PATH.sigma(t) * PATH.sigma(t);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor data = Tensors.zeros(512, 1, 8, 8).add(new Scalar(5));
      double[] times = flat(student(2, false), TIME, data);
      double[] ofData = where(times, t, flat(student(2, false), doubling, data));
      assertThat(mean(ofData)).isCloseTo(2 * PATH.alpha(t) * 5, within(0.05));
      assertThat(variance(ofData)).isCloseTo(noise, within(0.05));
      double[] ofItself = where(times, t, flat(student(2, true), doubling, data));
      assertThat(mean(ofItself)).isCloseTo(0, within(0.08));
      assertThat(variance(ofItself))
          .isCloseTo(4 * PATH.alpha(t) * PATH.alpha(t) * 4 + noise, within(0.3));
    }
  }

  private static double[] flat(FewStepStudent student, Backbone network, Tensor data) {
    DenoisingObjective model = matching(2, EstimateLimits.NONE).model();
    return Tensors.toDoubles(
        student.images(model, network, data, Conditioning.none(), Rng.seed(2)));
  }

  /** The values of the images that are of a time. */
  private static double[] where(double[] times, double t, double[] values) {
    return IntStream.range(0, values.length)
        .filter(k -> Math.abs(times[k] - t) < 1e-6)
        .mapToDouble(k -> values[k])
        .toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  @Test
  void refusesNumbersBelowOne() {
    assertThatThrownBy(() -> matching(0, EstimateLimits.NONE))
        .hasMessage("studentSteps of distribution matching is 0; allowed: 1 or more");
    DenoisingObjective model = matching(1, EstimateLimits.NONE).model();
    assertThatThrownBy(
            () ->
                new DistributionMatching(
                    model, new ReverseKl(), student(1, false), Optional.empty(), 0))
        .hasMessage("fakeSteps of distribution matching is 0; allowed: 1 or more");
  }
}
