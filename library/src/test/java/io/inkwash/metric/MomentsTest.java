package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.testkit.Close;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streaming mean and covariance against NumPy's and against each other. */
@ExtendWith(NativeLeakGuard.class)
class MomentsTest {
  private static final double ROUNDING = 1e-12; // float64 sums of 70 numbers near 1

  private static void assertClose(double[] actual, double[] wanted) {
    assertThat(actual).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      Close.assertClose(actual[i], wanted[i], ROUNDING, ROUNDING);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 70})
  void batchesOfAnySizeGiveNumPysMoments(int batch) {
    FeatureMatrix a = Clouds.golden("a", 6);
    RunningMoments running = new RunningMoments(6);
    for (int from = 0; from < a.count(); from += batch) {
      running.add(a.rows(from, Math.min(a.count(), from + batch)));
    }
    Moments moments = running.moments();
    assertThat(moments.count()).isEqualTo(70);
    assertClose(moments.mean(), Clouds.GOLDEN.vector("mean"));
    assertClose(moments.covariance(), Clouds.GOLDEN.vector("covariance"));
  }

  @Test
  void momentsOfPartsJoin() {
    FeatureMatrix a = Clouds.golden("a", 6);
    RunningMoments first = new RunningMoments(6);
    first.add(a.rows(0, 22));
    RunningMoments second = new RunningMoments(6);
    second.add(a.rows(22, 70));
    first.merge(second);
    assertThat(first.count()).isEqualTo(70);
    assertClose(first.moments().mean(), Clouds.GOLDEN.vector("mean"));
    assertClose(first.moments().covariance(), Clouds.GOLDEN.vector("covariance"));
  }

  /** The textbook's E[x^2] - E[x]^2 would have no digit left here: 1e18 against 1. */
  @Test
  void featuresFarFromZeroKeepTheirVariance() {
    RunningMoments running = new RunningMoments(1);
    for (int i = 0; i < 10; i++) {
      running.add(Tensors.of(new double[] {1e9 - 1, 1e9, 1e9 + 1}, 3, 1));
    }
    assertThat(running.moments().mean()[0]).isEqualTo(1e9);
    assertThat(running.moments().covariance()[0]).isCloseTo(20.0 / 29, within(1e-9));
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    RunningMoments running = new RunningMoments(2);
    assertThatThrownBy(running::moments).hasMessageContaining("0 images have no covariance");
    assertThatThrownBy(() -> running.add(Tensors.zeros(3, 4)))
        .hasMessage("features of shape [3, 4]; allowed: [n, 2]");
    Tensor broken = Tensors.of(new float[] {0, Float.NaN}, 1, 2);
    assertThatThrownBy(() -> running.add(broken)).hasMessageContaining("feature 1 is not finite");
    assertThatThrownBy(() -> new RunningMoments(100_000))
        .hasMessageContaining("covariance of 100000 features; allowed: 1 to 8192");
    assertThatThrownBy(() -> new Moments(2, new double[2], new double[3]))
        .hasMessageContaining("2 means and 3 covariances");
  }
}
