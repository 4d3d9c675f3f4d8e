package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The catalog: each metric gives its class's numbers, and sees a worse model. */
@ExtendWith(NativeLeakGuard.class)
class MetricsTest {
  private final Features real = features(Clouds.normal(300, 4, 0, 1, 1), 9);
  private final Features near = features(Clouds.normal(250, 4, 0.1, 1, 2), 8);
  private final Features far = features(Clouds.normal(250, 4, 1.5, 0.5, 3), 2);

  private static Features features(FeatureMatrix matrix, double score) {
    return new Features(
        Moments.of(matrix), matrix, Optional.of(new InceptionScore(score, 0.1, 10)));
  }

  private static Map<String, Score> all(Features real, Features samples) {
    return Metrics.all().stream()
        .flatMap(metric -> metric.measure(real, samples, Rng.seed(5)).stream())
        .collect(Collectors.toMap(Score::name, score -> score));
  }

  @Test
  void namesAreThoseOfTheCommandLine() {
    assertThat(Metrics.all())
        .extracting(Metric::name)
        .containsExactly(
            "fid",
            "kid",
            "precision-recall",
            "density-coverage",
            "inception-score",
            "sliced-wasserstein");
    assertThat(all(real, near).keySet())
        .containsExactlyInAnyOrder(
            "fid",
            "kid",
            "precision",
            "recall",
            "density",
            "coverage",
            "inception-score",
            "sliced-wasserstein");
  }

  @Test
  void everyNumberPrefersTheNearerModel() {
    Map<String, Score> good = all(real, near);
    Map<String, Score> bad = all(real, far);
    good.forEach(
        (name, score) -> {
          double gain = score.value() - bad.get(name).value();
          assertThat(score.better() == Score.Better.HIGHER ? gain : -gain).as(name).isPositive();
        });
  }

  @Test
  void numbersAreThoseOfTheClasses() {
    assertThat(Metrics.FID.measure(real, near, Rng.seed(1)).get(0).value())
        .isEqualTo(FrechetDistance.between(real.moments(), near.moments()).value());
    Score kid = Metrics.KID.measure(real, near, Rng.seed(1)).get(0);
    KernelDistance wanted = KernelDistance.of(real.kept(), near.kept());
    assertThat(kid.value()).isEqualTo(wanted.value());
    assertThat(kid.error()).hasValue(wanted.standardError());
    Metric shares = Metrics.PRECISION_RECALL;
    List<Score> once = shares.measure(real, near, Rng.seed(1));
    assertThat(shares.measure(real, near, Rng.seed(1))).isEqualTo(once);
    // 300 real images against 250 samples: 250 of the real ones are drawn
    double recalled = once.get(1).value() * 250;
    assertThat(recalled).isCloseTo(Math.rint(recalled), within(1e-9));
  }

  @Test
  void aScoreWithoutClassesIsRefused() {
    Features plain = new Features(near.moments(), near.kept(), Optional.empty());
    assertThatThrownBy(() -> Metrics.INCEPTION_SCORE.measure(real, plain, Rng.seed(1)))
        .hasMessageContaining("allowed: a network that classifies");
  }
}
