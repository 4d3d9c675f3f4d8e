package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.testkit.Close;
import io.inkwash.torch.NativeLeakGuard;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Precision, recall, density and coverage against all pairs in NumPy, and their limits. */
@ExtendWith(NativeLeakGuard.class)
class NeighborhoodsTest {
  private static final double COUNTED = 1e-14; // shares of counts: equal but for a division

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 10})
  void allFourAreThoseOfAllPairs(int k) {
    FeatureMatrix a = Clouds.golden("a", 6);
    FeatureMatrix b = Clouds.golden("b", 6);
    PrecisionRecall pr = PrecisionRecall.of(a, b, k);
    Close.assertClose(pr.precision(), Clouds.GOLDEN.value("precision." + k), COUNTED);
    Close.assertClose(pr.recall(), Clouds.GOLDEN.value("recall." + k), COUNTED);
    DensityCoverage dc = DensityCoverage.of(a, b, k);
    Close.assertClose(dc.density(), Clouds.GOLDEN.value("density." + k), COUNTED);
    Close.assertClose(dc.coverage(), Clouds.GOLDEN.value("coverage." + k), COUNTED);
  }

  /** More points than fit one tile, either way. */
  @Test
  void tilesMeetWithoutSeam() {
    FeatureMatrix real = Clouds.normal(1100, 2, 0, 1, 1);
    FeatureMatrix samples = Clouds.normal(4200, 2, 2, 0.7, 2);
    double[] radii = IntStream.range(0, real.count()).mapToDouble(i -> toThird(real, i)).toArray();
    boolean[] precise = new boolean[samples.count()];
    boolean[] covered = new boolean[real.count()];
    int inside = 0;
    for (int i = 0; i < real.count(); i++) {
      for (int j = 0; j < samples.count(); j++) {
        if (Clouds.squared(real, i, samples, j) <= radii[i]) {
          precise[j] = true;
          covered[i] = true;
          inside++;
        }
      }
    }
    PrecisionRecall pr = PrecisionRecall.of(real, samples, 3);
    Close.assertClose(pr.precision(), KnnBalls.share(precise), COUNTED);
    assertThat(PrecisionRecall.of(samples, real, 3).recall()).isEqualTo(pr.precision());
    DensityCoverage dc = DensityCoverage.of(real, samples, 3);
    Close.assertClose(dc.density(), inside / (3.0 * samples.count()), COUNTED);
    Close.assertClose(dc.coverage(), KnnBalls.share(covered), COUNTED);
  }

  private static double toThird(FeatureMatrix points, int i) {
    return IntStream.range(0, points.count())
        .filter(j -> j != i)
        .mapToDouble(j -> Clouds.squared(points, i, points, j))
        .sorted()
        .skip(2)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void neighborsAcrossTilesAreFound() {
    FeatureMatrix points = Clouds.normal(4200, 2, 0, 1, 3);
    double[] radii = Distances.toNeighbor(points, 3);
    for (int i : new int[] {0, 1023, 1024, 4095, 4096, 4199}) {
      Close.assertClose(radii[i], toThird(points, i), 1e-9, 1e-13);
    }
  }

  @Test
  void aSetAgainstItself() {
    FeatureMatrix a = Clouds.golden("a", 6);
    assertThat(PrecisionRecall.of(a, a, 3)).isEqualTo(new PrecisionRecall(1, 1));
    assertThat(DensityCoverage.of(a, a, 5).coverage()).isEqualTo(1);
  }

  @Test
  void setsFarApart() {
    FeatureMatrix here = Clouds.normal(50, 3, 0, 1, 1);
    FeatureMatrix there = Clouds.normal(50, 3, 100, 1, 2);
    assertThat(PrecisionRecall.of(here, there, 3)).isEqualTo(new PrecisionRecall(0, 0));
    assertThat(DensityCoverage.of(here, there, 5)).isEqualTo(new DensityCoverage(0, 0));
  }

  /** Samples all in one place are precise, but recall little and cover little. */
  @Test
  void aCollapsedModelIsSeen() {
    FeatureMatrix real = Clouds.normal(500, 2, 0, 1, 1);
    FeatureMatrix collapsed = Clouds.normal(500, 2, 0, 0.05, 2);
    PrecisionRecall pr = PrecisionRecall.of(real, collapsed, 3);
    assertThat(pr.precision()).isGreaterThan(0.9);
    assertThat(pr.recall()).isLessThan(0.1);
    assertThat(DensityCoverage.of(real, collapsed, 5).coverage()).isLessThan(0.2);
  }

  /** The paper's expectations for equal distributions, to their own scatter at this count. */
  @Test
  void equalDistributionsHaveDensityOneAndKnownCoverage() {
    FeatureMatrix real = Clouds.normal(3000, 3, 0, 1, 1);
    FeatureMatrix samples = Clouds.normal(3000, 3, 0, 1, 2);
    DensityCoverage dc = DensityCoverage.of(real, samples, 5);
    assertThat(dc.density()).isCloseTo(1, within(0.05));
    assertThat(dc.coverage()).isCloseTo(1 - Math.pow(2, -5), within(0.01));
  }

  @Test
  void tooFewNeighborsAreRefused() {
    FeatureMatrix a = Clouds.golden("a", 6);
    FeatureMatrix few = a.pick(new int[] {1, 2, 3});
    assertThatThrownBy(() -> PrecisionRecall.of(a, few, 3))
        .hasMessage(
            "precision and recall of 70 real and 3 sample images; allowed: 4 or more of each");
    assertThatThrownBy(() -> DensityCoverage.of(a, a, 0))
        .hasMessageContaining("k = 0 neighbors; allowed: 1 or more");
  }
}
