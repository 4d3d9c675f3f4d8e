package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.testkit.Close;
import io.inkwash.torch.NativeLeakGuard;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kernel distance against its definition in NumPy, and its statistics. */
@ExtendWith(NativeLeakGuard.class)
class KernelDistanceTest {
  private static final double ROUNDING = 1e-10; // differences of sums that are 10 to 100 times it

  private final FeatureMatrix a = Clouds.golden("a", 6);
  private final FeatureMatrix b = Clouds.golden("b", 6);

  @Test
  void allPairsAreTheDefinition() {
    KernelDistance distance = KernelDistance.of(a, b);
    Close.assertClose(distance.value(), Clouds.GOLDEN.value("kernel"), ROUNDING);
    Close.assertClose(distance.standardError(), Clouds.GOLDEN.value("kernel.error"), ROUNDING);
    KernelDistance wide = KernelDistance.of(Clouds.golden("few.a", 20), Clouds.golden("few.b", 20));
    Close.assertClose(wide.value(), Clouds.GOLDEN.value("kernel.wide"), ROUNDING);
  }

  @Test
  void pickedRowsAreTheDefinition() {
    double wanted = Clouds.GOLDEN.value("kernel.rows");
    KernelDistance picked = KernelDistance.of(a.pick(rows("rows.a")), b.pick(rows("rows.b")));
    Close.assertClose(picked.value(), wanted, ROUNDING);
  }

  private static int[] rows(String name) {
    return Arrays.stream(Clouds.GOLDEN.vector(name)).mapToInt(x -> (int) x).toArray();
  }

  @Test
  void tilesMeetWithoutSeam() {
    FeatureMatrix x = Clouds.normal(1030, 2, 0, 1, 1); // two tiles of rows
    FeatureMatrix y = Clouds.normal(4100, 2, 0.2, 1, 2); // and two of columns
    double xy = 0;
    for (int i = 0; i < x.count(); i++) {
      for (int j = 0; j < y.count(); j++) {
        double product =
            (double) x.values()[2 * i] * y.values()[2 * j]
                + (double) x.values()[2 * i + 1] * y.values()[2 * j + 1];
        xy += Math.pow(product / 2 + 1, 3);
      }
    }
    KernelSums sums = KernelSums.of(x, y);
    Close.assertClose(Arrays.stream(sums.xy()).sum(), xy, 1e-11);
    Close.assertClose(Arrays.stream(sums.yx()).sum(), xy, 1e-11);
  }

  /**
   * 200 draws of two sets: the mean is the distance of large sets, the scatter what the jackknife
   * says of each draw.
   */
  @Test
  void theErrorIsTheScatterOfRepeatedDraws() {
    int draws = 200;
    double[] values = new double[draws];
    double errors = 0;
    for (int i = 0; i < draws; i++) {
      KernelDistance d =
          KernelDistance.of(
              Clouds.normal(60, 3, 0, 1, 1000 + i), Clouds.normal(80, 3, 0.8, 1, 2000 + i));
      values[i] = d.value();
      errors += d.standardError() / draws;
    }
    MeanAndDeviation spread = MeanAndDeviation.of(values);
    double truth =
        KernelDistance.of(Clouds.normal(4000, 3, 0, 1, 8), Clouds.normal(4000, 3, 0.8, 1, 9))
            .value();
    // 200 draws give the mean to a 14th of the deviation, a deviation to 5 %; the large sets' own
    // error is an 8th of it
    assertThat(spread.mean()).isCloseTo(truth, within(spread.deviation() * 0.4));
    Close.assertClose(errors, spread.deviation(), 0.15);
  }

  @Test
  void tooFewRowsAreRefused() {
    FeatureMatrix two = a.pick(new int[] {0, 1});
    assertThatThrownBy(() -> KernelDistance.of(two, b))
        .hasMessage("kernel distance of 2 real and 55 sample images; allowed: 3 or more of each");
    assertThatThrownBy(() -> KernelDistance.of(a, Clouds.golden("few.a", 20)))
        .hasMessageContaining("6 real and 20 sample features");
  }
}
