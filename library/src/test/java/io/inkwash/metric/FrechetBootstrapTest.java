package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeLeakGuard.class)
class FrechetBootstrapTest {
  private static final Moments REAL = Moments.of(Clouds.normal(2000, 4, 0, 1, 1));

  private static double error(FeatureMatrix samples, long all) {
    return FrechetBootstrap.standardError(REAL, samples, all, Rng.seed(7)).orElseThrow();
  }

  /** The deviation over 60 draws is itself known to a tenth, that of 20 resamples to a sixth. */
  @Test
  void isTheDeviationOverNewDraws() {
    for (double shift : new double[] {0.3, 1}) {
      double[] draws =
          IntStream.range(0, 60)
              .mapToDouble(
                  i ->
                      FrechetDistance.between(
                              REAL, Moments.of(Clouds.normal(400, 4, shift, 1.2, 100 + i)))
                          .value())
              .toArray();
      double wanted = MeanAndDeviation.of(draws).deviation();
      double found = error(Clouds.normal(400, 4, shift, 1.2, 99), 400);
      assertThat(found / wanted).as("shift " + shift).isBetween(0.6, 1.6);
    }
  }

  @Test
  void aPartOfTheSamplesTellsTheErrorOfAll() {
    FeatureMatrix part = Clouds.normal(400, 4, 1, 1.2, 99);
    assertThat(error(part, 1600)).isEqualTo(error(part, 400) / 2);
  }

  /** Fewer samples than features: the weights, not the covariance, are what is resampled. */
  @Test
  void singularCovariancesHaveAnError() {
    Moments wide = Moments.of(Clouds.normal(30, 40, 0, 1, 1));
    FeatureMatrix few = Clouds.normal(10, 40, 0, 1, 2);
    assertThat(FrechetBootstrap.standardError(wide, few, 10, Rng.seed(1)).orElseThrow())
        .isPositive()
        .isFinite();
    FeatureMatrix one = Clouds.normal(1, 40, 0, 1, 2);
    assertThat(FrechetBootstrap.standardError(wide, one, 10, Rng.seed(1))).isEmpty();
  }
}
