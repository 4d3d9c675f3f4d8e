package io.inkwash.denoise;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Vp;
import io.inkwash.testkit.ExactDenoiser;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guidance against distributions whose guided forms are known. */
class GuidanceTest {
  private static final GaussianPath PATH = Vp.linear();
  private static final double T = 0.4;
  private static final double[][] MEANS = {{-0.8, 0.3}, {0.5, -0.2}};
  private static final double[] VARIANCES = {0.02, 0.05};
  private static final GaussianMixture BOTH = GaussianMixture.twoBlobs();
  private static final Denoiser ANY = new ExactDenoiser(BOTH, PATH);
  private static final Denoiser FIRST =
      new ExactDenoiser(GaussianMixture.normal(MEANS[0], VARIANCES[0]), PATH);
  private static final double[] X = {0.3, -0.1, -0.6, 0.4, 0.1, 0.9};

  private static final Momentum NO_MOMENTUM = Momentum.of(0);

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void weightOneIsNoGuidance() {
    assertThat(estimate(ClassifierFree.of(FIRST, ANY, 1))).containsExactly(estimate(FIRST));
    assertThat(estimate(new Autoguidance(FIRST, ANY, 1))).containsExactly(estimate(FIRST));
    assertClose(estimate(ClassifierFree.of(FIRST, ANY, 0)), estimate(ANY), 1e-14);
  }

  @Test
  void guidanceGoesOnInTheDirectionFromOneGuessToTheOther() {
    double[] conditional = estimate(FIRST);
    double[] unconditional = estimate(ANY);
    double[] beyond = new double[X.length];
    Arrays.setAll(beyond, i -> unconditional[i] + 3 * (conditional[i] - unconditional[i]));
    assertClose(estimate(ClassifierFree.of(FIRST, ANY, 3)), beyond, 1e-12);
    assertClose(estimate(new Autoguidance(FIRST, ANY, 3)), beyond, 1e-12);
  }

  @Test
  void guidanceActsInItsIntervalOnly() {
    Denoiser early = new ClassifierFree(FIRST, ANY, 3, 0, 0.5, 1);
    Denoiser now = new ClassifierFree(FIRST, ANY, 3, 0, T, T);
    assertThat(estimate(early)).containsExactly(estimate(FIRST));
    assertThat(estimate(now)).containsExactly(estimate(ClassifierFree.of(FIRST, ANY, 3)));
  }

  @Test
  void guidanceActsAtItsNoiseLevelsOnly() {
    Denoiser guided = ClassifierFree.of(FIRST, ANY, 3);
    double level = PATH.sigma(T) / PATH.alpha(T);
    assertThat(estimate(new NoiseInterval(guided, FIRST, PATH, 0, level)))
        .containsExactly(estimate(guided));
    assertThat(estimate(new NoiseInterval(guided, FIRST, PATH, level, 2 * level)))
        .containsExactly(estimate(FIRST)); // open below
    assertThat(estimate(new NoiseInterval(guided, FIRST, PATH, 0, 0.99 * level)))
        .containsExactly(estimate(FIRST));
  }

  /**
   * What is added beside the conditional estimate is orthogonal to it, and no longer than asked.
   */
  @Test
  void projectedGuidanceIsOrthogonal() {
    double[] conditional = estimate(FIRST);
    double[] guided =
        estimate(new AdaptiveProjected(FIRST, ANY, 3, 0, Double.POSITIVE_INFINITY, NO_MOMENTUM));
    double[] bounded = estimate(new AdaptiveProjected(FIRST, ANY, 3, 1, 1e-3, NO_MOMENTUM));
    for (int i = 0; i < X.length; i += 2) {
      double first = guided[i] - conditional[i];
      double second = guided[i + 1] - conditional[i + 1];
      assertThat(Math.hypot(first, second)).isGreaterThan(1e-3);
      assertThat(first * conditional[i] + second * conditional[i + 1]).isCloseTo(0, within(1e-12));
      double length = Math.hypot(bounded[i] - conditional[i], bounded[i + 1] - conditional[i + 1]);
      assertClose(length, 2e-3, 1e-9); // 3 - 1 times the bound
    }
    assertClose(
        estimate(new AdaptiveProjected(FIRST, ANY, 3, 1, Double.POSITIVE_INFINITY, NO_MOMENTUM)),
        estimate(ClassifierFree.of(FIRST, ANY, 3)),
        1e-12);
  }

  /** The scaled unconditional velocity leaves the least: the rest is orthogonal to it. */
  @Test
  void zeroStarScalesTheUnconditionalVelocityToFit() {
    double infinity = Double.POSITIVE_INFINITY;
    double[] none = estimate(new ClassifierFreeZeroStar(FIRST, ANY, PATH, 1, infinity));
    double[] guided = estimate(new ClassifierFreeZeroStar(FIRST, ANY, PATH, 3, infinity));
    assertThat(none).containsExactly(estimate(FIRST));
    double[] away = velocity(guided);
    double[] conditional = velocity(none);
    double[] unconditional = velocity(estimate(ANY));
    for (int i = 0; i < X.length; i += 2) {
      double product =
          (away[i] - conditional[i]) * unconditional[i]
              + (away[i + 1] - conditional[i + 1]) * unconditional[i + 1];
      assertThat(product).isCloseTo(0, within(1e-10));
    }
  }

  private static double[] velocity(double[] x0) {
    double[] velocity = new double[X.length];
    double growth = PATH.sigmaDot(T) / PATH.sigma(T);
    Arrays.setAll(
        velocity, i -> growth * X[i] + (PATH.alphaDot(T) - growth * PATH.alpha(T)) * x0[i]);
    return velocity;
  }

  /** Of two normal distributions of one variance, guidance gives the normal one beyond. */
  @Test
  void guidedNormalDistributionsAreNormal() {
    double variance = 0.05;
    double[] meanOfOne = {-0.8, 0.3};
    double[] meanOfOther = {0.5, -0.2};
    double[] beyond = {0.5 + 3 * (-0.8 - 0.5), -0.2 + 3 * (0.3 + 0.2)};
    Denoiser one = new ExactDenoiser(GaussianMixture.normal(meanOfOne, variance), PATH);
    Denoiser other = new ExactDenoiser(GaussianMixture.normal(meanOfOther, variance), PATH);
    Denoiser exact = new ExactDenoiser(GaussianMixture.normal(beyond, variance), PATH);
    assertClose(estimate(ClassifierFree.of(one, other, 3)), estimate(exact), 1e-10);
  }

  /** The shift is the score's at the next level, and the two meet for short steps. */
  @Test
  void meanShiftTendsToTheScore() {
    Classifier classifier = (x, t) -> logJoint(0, x, t);
    double[] score = estimate(new ClassifierGradient(ANY, classifier, PATH, 2));
    double[] plain = estimate(ANY);
    assertClose(estimate(new ClassifierMeanShift(ANY, classifier, PATH, 2, 1e-9)), score, 1e-6);
    assertThat(estimate(new ClassifierMeanShift(ANY, classifier, PATH, 2, 1)))
        .containsExactly(plain); // its step ends on the data, without noise
  }

  @Test
  void thresholdIsCapped() {
    Denoiser capped = new DynamicThreshold((x, t) -> Denoised.of(x), 1, 2, -1, 1);
    assertClose(
        answer(capped, new double[] {0.5, -1, 3, -8}, 1, 1, 2, 2),
        new double[] {0.25, -0.5, 1, -1},
        1e-12);
  }

  @Test
  void rescalingGivesTheContrastOfTheConditionalGuess() {
    double[] conditional = estimate(FIRST);
    double[] half = estimate(new ClassifierFree(FIRST, ANY, 3, 0.5, 0, 1));
    double[] full = estimate(new ClassifierFree(FIRST, ANY, 3, 1, 0, 1));
    double[] none = estimate(ClassifierFree.of(FIRST, ANY, 3));
    for (int image = 0; image < 3; image++) {
      int i = 2 * image;
      assertClose(
          Math.abs(full[i] - full[i + 1]), Math.abs(conditional[i] - conditional[i + 1]), 1e-12);
      assertClose(half[i], 0.5 * (none[i] + full[i]), 1e-12);
    }
  }

  /** Bayes's rule: the mixture, told by an exact classifier, is the first component. */
  @Test
  void exactClassifierGivesTheConditionalGuess() {
    Classifier classifier =
        (x, t) -> {
          Tensor first = logJoint(0, x, t);
          return first.sub(first.logaddexp(logJoint(1, x, t)));
        };
    assertClose(estimate(new ClassifierGradient(ANY, classifier, PATH, 1)), estimate(FIRST), 1e-10);
    assertClose(estimate(new ClassifierGradient(ANY, classifier, PATH, 0)), estimate(ANY), 1e-14);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassifierGradient(ANY, classifier, RectifiedFlow.standard(), 1))
        .withMessageContaining("no signal is left at t = 1.0");
    estimate(new ClassifierGradient(ANY, classifier, PATH, 1));
    long before = Pointer.totalCount();
    estimate(new ClassifierGradient(ANY, classifier, PATH, 1));
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void dynamicThresholdShrinksEachImageByItself() {

    double[] x0 = {0.5, -1, 2, -4, 0.1, 0.2, -0.3, 1.5, 0.1, 0.2, -0.3, 0.4};
    Denoiser held =
        new DynamicThreshold((x, t) -> Denoised.of(x), 0.75, Double.POSITIVE_INFINITY, -1, 1);
    double[] found = answer(held, x0, 3, 1, 2, 2);
    double threshold = 2.5; // 2 + 0.25 * (4 - 2)
    assertClose(
        Arrays.copyOf(found, 4),
        new double[] {0.5 / threshold, -1 / threshold, 2 / threshold, -1},
        1e-12);
    // Below 1, the threshold is 1 and the image is only clamped.
    assertClose(Arrays.copyOfRange(found, 4, 8), new double[] {0.1, 0.2, -0.3, 1}, 1e-12);
    assertClose(Arrays.copyOfRange(found, 8, 12), Arrays.copyOfRange(x0, 8, 12), 1e-12);
    assertClose(
        answer(held, Arrays.copyOf(x0, 4), 1, 1, 2, 2), Arrays.copyOf(found, 4), 0); // alone
  }

  @Test
  void dynamicThresholdKnowsOtherRanges() {
    Denoiser held =
        new DynamicThreshold((x, t) -> Denoised.of(x), 1, Double.POSITIVE_INFINITY, 0, 1);
    // Centerd on 0.5, the values are -1, 1 and 4 half-ranges: a threshold of 4.
    assertClose(
        answer(held, new double[] {0, 1, 2.5, 0.5}, 1, 1, 2, 2),
        new double[] {0.375, 0.625, 1, 0.5},
        1e-12);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassifierFree(FIRST, ANY, 3, 1.5, 0, 1))
        .withMessageContaining("rescale 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DynamicThreshold(ANY, 99.5, 2, -1, 1))
        .withMessageContaining("percentile 99.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DynamicThreshold(ANY, 0.9, 0.5, -1, 1))
        .withMessageContaining("cap 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NoiseInterval(ANY, ANY, PATH, 2, 1))
        .withMessageContaining("from 2.0 to 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdaptiveProjected(FIRST, ANY, 3, 0, 0, NO_MOMENTUM))
        .withMessageContaining("radius 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassifierFreeZeroStar(FIRST, ANY, PATH, Double.NaN, 1))
        .withMessageContaining("weight NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassifierMeanShift(ANY, (x, t) -> x, PATH, 1, 0))
        .withMessageContaining("stride 0.0");
  }

  private static Tensor logJoint(int component, Tensor x, double t) {
    double alpha = PATH.alpha(t);
    double variance = alpha * alpha * VARIANCES[component] + PATH.sigma(t) * PATH.sigma(t);
    double weight = component == 0 ? 0.3 : 0.7;
    Tensor distance = x.sub(Tensors.of(MEANS[component], 1, 1, 1, 2), new Scalar(alpha));
    return distance
        .square()
        .flatten(1, -1)
        .sum(1)
        .mul(new Scalar(-0.5 / variance))
        .add(new Scalar(Math.log(weight / variance)));
  }

  private static double[] estimate(Denoiser denoiser) {
    return answer(denoiser, X, 3, 1, 1, 2);
  }

  private static double[] answer(Denoiser denoiser, double[] x, long... shape) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      return Tensors.toDoubles(denoiser.denoise(Tensors.of(x, shape), T).x0());
    }
  }
}
