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
    return matching(divergence, TeacherGuidance.NONE, steps, limits);
  }

  private static DistributionMatching matching(
      MatchingDivergence divergence, TeacherGuidance guidance, int steps, EstimateLimits limits) {
    Parameterization parameterization =
        new Parameterization(Targets.x0(), InputScale.identity(), NoiseLevelInput.scaled(1));
    return new DistributionMatching(
        new DenoisingObjective(
                PATH, parameterization, Weightings.unit(Targets.x0()), TimeSampler.uniform())
            .within(limits),
        divergence,
        guidance,
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

  /** E[x0 | x_t] of Gaussian data: of one mean where they are of class 0, of another if dropped. */
  private static final class GaussianClass extends Backbone {
    private final Backbone conditional;
    private final Backbone unconditional;

    GaussianClass(double mean, double unconditionalMean, double sd) {
      conditional = gaussian(mean, sd);
      unconditional = gaussian(unconditionalMean, sd);
    }

    @Override
    public Tensor forward(Tensor x, Tensor label, Conditioning conditioning) {
      Tensor dropped = conditioning.classes().orElseThrow().lt(new Scalar(0)).view(-1, 1, 1, 1);
      return unconditional
          .forward(x, label, conditioning)
          .where(dropped, conditional.forward(x, label, conditioning));
    }
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
    return terms(matching, student, models, step, Conditioning.none()).total();
  }

  private static LossTerms terms(
      DistributionMatching matching,
      Backbone student,
      Models models,
      long step,
      Conditioning conditioning) {
    return matching
        .start()
        .loss(
            student,
            Tensors.zeros(64, 1, 2, 2),
            conditioning,
            new TrainingContext<>(Rng.seed(step), step, 0, models));
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
    DistributionMatching matching = matching(divergence, 1, EstimateLimits.NONE);
    double[] found = trained(matching, gaussian(0.3, 0.7), Conditioning.none());
    assertThat(found[0]).isCloseTo(0.3, within(0.02));
    assertThat(found[1]).isCloseTo(0.7, within(0.02));
  }

  /**
   * Guided by w, Gaussian data of mean m and of mean m0 without a class are such data of mean m +
   * (w - 1) (m - m0), and the student's come to it.
   */
  @Test
  void aStudentOfAGuidedTeacherComesToTheGuidedMean() {
    TeacherGuidance guidance = new TeacherGuidance(1.5, Double.POSITIVE_INFINITY);
    DistributionMatching matching = matching(new ReverseKl(), guidance, 1, EstimateLimits.NONE);
    try (TensorScope scope = TensorScope.open()) {
      Conditioning classes = Conditioning.classes(new int[64]);
      double[] found = trained(matching, new GaussianClass(0.3, -0.1, 0.7), classes);
      assertThat(found[0]).isCloseTo(0.5, within(0.02));
      assertThat(found[1]).isCloseTo(0.7, within(0.02));
    }
  }

  /** At half of all times sigma is at most alpha; a dropped row is not guided at all. */
  @Test
  void guidanceActsUpToItsNoiseLevelAndOnRowsOfAClass() {
    TeacherGuidance guidance = new TeacherGuidance(2, 1);
    DistributionMatching matching = matching(new ReverseKl(), guidance, 1, EstimateLimits.NONE);
    // estimates of constants: 0.4 of the class, 0.3 without, 0.5 guided; a fake model's of 0.2
    Models models = new Models(new GaussianClass(0.4, 0.3, 0), constant(0.2));
    double guided = 0.5 * Math.pow((0.2 - 0.5) / (0.9 - 0.5), 2);
    double plain = 0.5 * Math.pow((0.2 - 0.4) / (0.9 - 0.4), 2);
    double dropped = 0.5 * Math.pow((0.2 - 0.3) / (0.9 - 0.3), 2);
    try (TensorScope scope = TensorScope.open()) {
      Conditioning classes = Conditioning.classes(new int[64]);
      double[] losses =
          Tensors.toDoubles(terms(matching, constant(0.9), models, 1, classes).perImage());
      long acted = Arrays.stream(losses).filter(loss -> Math.abs(loss - guided) < 1e-5).count();
      long rest = Arrays.stream(losses).filter(loss -> Math.abs(loss - plain) < 1e-5).count();
      assertThat(acted + rest).isEqualTo(64);
      assertThat(acted).isBetween(20L, 44L);
      LossTerms ofDropped = terms(matching, constant(0.9), models, 1, classes.dropped());
      assertThat(Tensors.item(ofDropped.total())).isCloseTo(dropped, within(1e-5));
      Models withoutClasses = new Models(constant(0.4), constant(0.2));
      assertThatThrownBy(() -> loss(matching, constant(0.9), withoutClasses, 1))
          .hasMessage("guidance of a teacher without classes or captions; leave it out");
    }
  }

  @Test
  void refusesGuidanceOfNoWeightOrLevel() {
    assertThatThrownBy(() -> new TeacherGuidance(Double.NaN, 1))
        .hasMessageContaining("guidance of a teacher of weight NaN up to level 1");
    assertThatThrownBy(() -> new TeacherGuidance(2, 0)).hasMessageContaining("a level above 0");
  }

  /**
   * Mean and deviation of a student's images, whose fake model is the exact one, after training.
   */
  private static double[] trained(
      DistributionMatching matching, Backbone teacher, Conditioning conditioning) {
    double[] found = {-0.5, 0.1};
    int steps = 600;
    for (int step = 1; step <= steps; step++) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor a = Tensors.of(new float[] {(float) found[0]}, 1).requires_grad_(true);
        Tensor b = Tensors.of(new float[] {(float) found[1]}, 1).requires_grad_(true);
        Backbone student = new FormulaNetwork((x, time) -> x.mul(b).add(a));
        Models models = new Models(teacher, gaussian(found[0], found[1]));
        terms(matching, student, models, step, conditioning).total().backward();
        double rate = 0.1 * (1 - (step - 1.0) / steps);
        found[0] -= rate * Tensors.item(a.grad());
        found[1] -= rate * Tensors.item(b.grad());
      }
    }
    return found;
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
                    model,
                    new ReverseKl(),
                    TeacherGuidance.NONE,
                    student(1, false),
                    Optional.empty(),
                    0))
        .hasMessage("fakeSteps of distribution matching is 0; allowed: 1 or more");
  }
}
