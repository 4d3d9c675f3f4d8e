package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.testkit.Close;
import io.inkwash.torch.NativeLeakGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Frechet distance against scipy's matrix root and against closed forms. */
@ExtendWith(NativeLeakGuard.class)
class FrechetDistanceTest {

  /** scipy's root of a singular product is itself right to some 1e-8 of the traces only. */
  private static final double SINGULAR = 1e-6;

  private static double between(FeatureMatrix a, FeatureMatrix b) {
    return FrechetDistance.between(Moments.of(a), Moments.of(b)).value();
  }

  @Test
  void fullRankIsScipys() {
    double d = between(Clouds.golden("a", 6), Clouds.golden("b", 6));
    Close.assertClose(d, Clouds.GOLDEN.value("frechet"), 1e-11);
  }

  @Test
  void fewerImagesThanFeaturesIsScipys() {
    FeatureMatrix a = Clouds.golden("few.a", 20);
    FeatureMatrix b = Clouds.golden("few.b", 20);
    Close.assertClose(between(a, b), Clouds.GOLDEN.value("frechet.few"), SINGULAR);
    Close.assertClose(between(b, a), Clouds.GOLDEN.value("frechet.few"), SINGULAR);
    FeatureMatrix line = Clouds.golden("line", 20);
    Close.assertClose(between(a, line), Clouds.GOLDEN.value("frechet.line"), SINGULAR);
  }

  /** With C2 = s u u', the root's trace is sqrt(s u' C1 u). */
  @Test
  void againstOneDirectionTheRootIsKnown() {
    Moments a = Moments.of(Clouds.golden("few.a", 20));
    Moments line = Moments.of(Clouds.golden("line", 20));
    double traces = 0;
    double quadratic = 0;
    for (int i = 0; i < 20; i++) {
      traces += a.covariance()[21 * i] + line.covariance()[21 * i];
      for (int j = 0; j < 20; j++) {
        quadratic += a.covariance()[20 * i + j] * line.covariance()[20 * i + j];
      }
    }
    double wanted = traces - 2 * Math.sqrt(quadratic);
    Close.assertClose(FrechetDistance.between(a, line).covariances(), wanted, 1e-12);
  }

  /** Where the covariances are diagonal: sum (s1 - s2)^2. */
  @Test
  void diagonalCovariancesByHand() {
    Moments a = new Moments(9, new double[] {1, 2, 3}, new double[] {4, 0, 0, 0, 9, 0, 0, 0, 0});
    Moments b = new Moments(9, new double[] {1, 4, 0}, new double[] {1, 0, 0, 0, 25, 0, 0, 0, 16});
    FrechetDistance d = FrechetDistance.between(a, b);
    assertThat(d.means()).isEqualTo(13);
    assertThat(d.covariances()).isCloseTo(1 + 4 + 16, within(1e-12));
    assertThat(d.value()).isCloseTo(34, within(1e-12));
  }

  @Test
  void equalSetsAreAtZero() {
    FeatureMatrix full = Clouds.golden("a", 6);
    FeatureMatrix few = Clouds.golden("few.a", 20);
    assertThat(between(full, full)).isBetween(0.0, 1e-12);
    assertThat(between(few, few)).isBetween(0.0, 1e-10);
    Moments point = new Moments(5, new double[] {1, 2}, new double[4]);
    assertThat(FrechetDistance.between(point, point).value()).isZero();
  }

  @Test
  void aShiftCostsItsSquare() {
    FeatureMatrix z = Clouds.normal(200, 5, 0, 1, 3);
    FeatureMatrix shifted = Clouds.normal(200, 5, 0.5, 1, 3);
    // features are float32: the shift rounds by 1e-7
    assertThat(between(z, shifted)).isCloseTo(5 * 0.25, within(1e-6));
  }

  @Test
  void otherFeaturesAreRefused() {
    assertThatThrownBy(() -> between(Clouds.golden("a", 6), Clouds.golden("few.a", 20)))
        .hasMessage(
            "Frechet distance of 6 and 20 features; allowed: equal widths, from one extractor");
  }
}
