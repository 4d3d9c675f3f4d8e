package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.testkit.Close;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sliced Wasserstein distance where transport is known. */
@ExtendWith(NativeLeakGuard.class)
class SlicedWassersteinTest {

  private static double[] column(FeatureMatrix matrix, int column, int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> matrix.values()[i * matrix.width() + column]);
    Arrays.sort(values);
    return values;
  }

  /** Unequal counts as if each number were repeated up to the common multiple. */
  @Test
  void transportAlongALineIsThatOfRepeatedNumbers() {
    FeatureMatrix a = Clouds.golden("a", 6);
    FeatureMatrix b = Clouds.golden("b", 6);
    Close.assertClose(
        SlicedWasserstein.transport(column(a, 0, 70), column(b, 0, 55)),
        Clouds.GOLDEN.value("transport"),
        1e-12);
    Close.assertClose(
        SlicedWasserstein.transport(column(a, 1, 55), column(b, 1, 55)),
        Clouds.GOLDEN.value("transport.equal"),
        1e-12);
  }

  @Test
  void inOneDimensionItIsTheWassersteinDistance() {
    FeatureMatrix a = Clouds.matrix(column(Clouds.golden("a", 6), 0, 70), 1);
    FeatureMatrix b = Clouds.matrix(column(Clouds.golden("b", 6), 0, 55), 1);
    SlicedWasserstein d = SlicedWasserstein.between(a, b, 70, Rng.seed(1));
    Close.assertClose(d.value(), Math.sqrt(Clouds.GOLDEN.value("transport")), 1e-9);
    assertThat(d.standardError()).isLessThan(1e-9);
  }

  /** A set moved by v: (u v)^2 along each direction, |v|^2 / D on average. */
  @Test
  void aShiftIsSharedByTheDimensions() {
    FeatureMatrix a = Clouds.normal(300, 4, 0, 1, 1);
    FeatureMatrix moved = Clouds.normal(300, 4, 3, 1, 1);
    SlicedWasserstein d = SlicedWasserstein.between(a, moved, 2000, Rng.seed(2));
    assertThat(d.value()).isCloseTo(3, within(4 * d.standardError()));
    assertThat(d.standardError()).isBetween(0.01, 0.1);
  }

  /** N(0, I) and N(0, 4 I) are (2 - 1)^2 apart along every direction. */
  @Test
  void aScaleCostsItsDifference() {
    SlicedWasserstein d =
        SlicedWasserstein.between(
            Clouds.normal(5000, 3, 0, 1, 1), Clouds.normal(4000, 3, 0, 2, 2), 50, Rng.seed(3));
    assertThat(d.value()).isCloseTo(1, within(0.05)); // two deviations of 4000 points' own
  }

  @Test
  void directionsDependOnTheSeedOnly() {
    FeatureMatrix a = Clouds.golden("a", 6);
    FeatureMatrix b = Clouds.golden("b", 6);
    SlicedWasserstein once = SlicedWasserstein.between(a, b, 100, Rng.seed(1));
    assertThat(SlicedWasserstein.between(a, b, 100, Rng.seed(1))).isEqualTo(once);
    assertThat(SlicedWasserstein.between(a, b, 100, Rng.seed(2))).isNotEqualTo(once);
    assertThat(SlicedWasserstein.between(a, a, 100, Rng.seed(1)).value()).isZero();
    assertThatThrownBy(() -> SlicedWasserstein.between(a, b, 1, Rng.seed(1)))
        .hasMessageContaining("1 projections; allowed: 2 or more");
  }
}
