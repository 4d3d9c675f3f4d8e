package io.inkwash.metric.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeLeakGuard.class)
class ConditionalAccuracyTest {
  private final RunningAccuracy running = new RunningAccuracy(3);
  private final Tensor seen =
      Tensors.of(new float[] {.8f, .1f, .1f, .2f, .3f, .5f, .1f, .6f, .3f, 0, 0, 1}, 4, 3);

  @Test
  void sharesAreCounted() {
    running.add(seen, new int[] {0, 2, 0, 2});
    running.add(seen.narrow(0, 0, 1), new int[] {2});
    ConditionalAccuracy accuracy = running.accuracy();
    assertThat(accuracy.confusion()).isDeepEqualTo(new long[][] {{1, 1, 0}, {0, 0, 0}, {1, 0, 2}});
    assertThat(accuracy.count()).isEqualTo(5);
    assertThat(accuracy.value()).isEqualTo(0.6);
    assertThat(accuracy.value(0)).isEqualTo(0.5);
    assertThat(accuracy.value(1)).isNaN();
    assertThat(accuracy.value(2)).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(accuracy.standardError()).isCloseTo(Math.sqrt(0.6 * 0.4 / 5), within(1e-15));
  }

  @Test
  void wrongLabelsAreRefused() {
    assertThatThrownBy(() -> running.add(seen, new int[] {0, 1}))
        .hasMessage("probabilities of shape [4, 3] for 2 labels; allowed: [2, 3]");
    assertThatThrownBy(() -> running.add(seen, new int[] {0, 1, -1, 2}))
        .hasMessage("class of image 2 is -1; allowed: 0 to 2");
  }
}
