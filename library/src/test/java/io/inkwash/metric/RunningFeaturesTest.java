package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.data.ImageShape;
import io.inkwash.metric.feature.Activations;
import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.metric.feature.RawPixels;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of parts, merged, against those of one pass. */
@ExtendWith(NativeLeakGuard.class)
class RunningFeaturesTest {
  private static final int COUNT = 600;
  private static final int WIDTH = 12;
  private static final double EQUAL = 1e-9; // what is promised

  private static final FeatureMatrix IMAGES = features(1, 0.3);
  private static final FeatureMatrix REAL = features(2, 0.9);

  /**
   * Features that make rounding show: far from zero, of scales from 1e-4 to 1e4, and of lower rank
   * than width, so that the root of a covariance has directions that are all rounding.
   */
  private static FeatureMatrix features(long seed, double shift) {
    Random random = new Random(seed);
    float[] values = new float[COUNT * WIDTH];
    for (int row = 0; row < COUNT; row++) {
      double common = random.nextGaussian();
      for (int i = 0; i < WIDTH; i++) {
        double own = i % 3 == 0 ? 0 : random.nextGaussian();
        values[row * WIDTH + i] = (float) ((100 + shift + common + own) * Math.pow(10, i % 9 - 4));
      }
    }
    return new FeatureMatrix(values, COUNT, WIDTH);
  }

  private static RunningFeatures none(int keep) {
    return RunningFeatures.of(new RawPixels(new ImageShape(1, 3, 4)), keep, Rng.seed(3));
  }

  private static void add(RunningFeatures to, FeatureMatrix all, int from, int end) {
    try (TensorScope scope = TensorScope.open()) {
      float[] rows = Arrays.copyOfRange(all.values(), from * WIDTH, end * WIDTH);
      to.add(from, new Activations(Tensors.of(rows, end - from, WIDTH), null));
    }
  }

  private static Features inOnePass(FeatureMatrix all, int keep) {
    RunningFeatures whole = none(keep);
    add(whole, all, 0, COUNT);
    return whole.features();
  }

  /** The features of parts of random sizes, each through bytes, merged as a tree in any order. */
  private static Features inParts(FeatureMatrix all, int keep, Random random) {
    List<RunningFeatures> parts = new ArrayList<>();
    for (int from = 0; from < COUNT; ) {
      int end = Math.min(COUNT, from + 1 + random.nextInt(90));
      RunningFeatures part = none(keep);
      int half = (from + end) / 2;
      add(part, all, half, end);
      add(part, all, from, half);
      parts.add(RunningFeatures.parse(part.toBytes()));
      from = end;
    }
    while (parts.size() > 1) {
      Collections.shuffle(parts, random);
      parts.get(0).merge(parts.remove(1));
    }
    return parts.get(0).features();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyPartsInAnyOrderGiveEveryMetricOfOnePass(long order) {
    Features real = inOnePass(REAL, COUNT);
    Features whole = inOnePass(IMAGES, 200);
    Features parts = inParts(IMAGES, 200, new Random(order));
    assertThat(parts.count()).isEqualTo(COUNT);
    assertThat(parts.kept().values()).isEqualTo(whole.kept().values()).hasSize(200 * WIDTH);
    for (Metric metric :
        List.of(Metrics.FID, Metrics.KID, Metrics.PRECISION_RECALL, Metrics.DENSITY_COVERAGE)) {
      List<Score> wanted = metric.measure(real, whole, Rng.seed(7));
      List<Score> found = metric.measure(real, parts, Rng.seed(7));
      for (int i = 0; i < wanted.size(); i++) {
        assertThat(found.get(i).value())
            .as(wanted.get(i).name())
            .isCloseTo(wanted.get(i).value(), within(EQUAL * Math.abs(wanted.get(i).value())));
      }
    }
  }

  /** Sums in plain doubles differ here in the eleventh digit. */
  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8})
  void covariancesOfPartsDifferInTheLastDigitAtMost(long order) {
    double[] whole = inOnePass(IMAGES, 0).moments().covariance();
    double[] parts = inParts(IMAGES, 0, new Random(order)).moments().covariance();
    for (int i = 0; i < whole.length; i++) {
      assertThat(parts[i]).isCloseTo(whole[i], within(2 * Math.ulp(whole[i])));
    }
  }

  @Test
  void theInceptionScoreGoesByTheNumbersOfTheSamples() {
    float[] rows = new float[COUNT * 5];
    Random random = new Random(4);
    for (int row = 0; row < COUNT; row++) {
      rows[row * 5 + random.nextInt(5)] = 1;
    }
    RunningInceptionScore whole = new RunningInceptionScore(5, 10, Rng.seed(1));
    RunningInceptionScore first = new RunningInceptionScore(5, 10, Rng.seed(1));
    RunningInceptionScore second = new RunningInceptionScore(5, 10, Rng.seed(1));
    try (TensorScope scope = TensorScope.open()) {
      whole.add(Tensors.of(rows, COUNT, 5));
      first.add(0, Tensors.of(Arrays.copyOf(rows, 37 * 5), 37, 5));
      second.add(37, Tensors.of(Arrays.copyOfRange(rows, 37 * 5, rows.length), COUNT - 37, 5));
    }
    second.merge(first);
    assertThat(second.score().mean()).isCloseTo(whole.score().mean(), within(EQUAL));
    assertThat(second.score().deviation()).isCloseTo(whole.score().deviation(), within(EQUAL));
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    assertThatThrownBy(() -> none(9).merge(none(8)))
        .hasMessageContaining("12 features of 0 classes, 9 kept by key")
        .hasMessageContaining("allowed: parts of one measurement");
    byte[] bytes = none(9).toBytes();
    assertThatThrownBy(() -> RunningFeatures.parse(Arrays.copyOf(bytes, bytes.length - 5)))
        .hasMessageContaining("cut short");
    bytes[3] = 9;
    assertThatThrownBy(() -> RunningFeatures.parse(bytes))
        .hasMessage("statistics of format 9; allowed: 1");
  }
}
