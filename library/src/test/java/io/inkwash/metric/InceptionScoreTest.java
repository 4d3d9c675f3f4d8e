package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.testkit.Close;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The inception score against its definition, and its bounds. */
@ExtendWith(NativeLeakGuard.class)
class InceptionScoreTest {
  private final Tensor golden = Clouds.tensor(Clouds.golden("p", 5));

  private static RunningInceptionScore running(int classes, int splits) {
    return new RunningInceptionScore(classes, splits, Rng.seed(4));
  }

  /** One-hot rows, {@code each} of every class, sorted by class. */
  private static Tensor sorted(int classes, int each) {
    float[] rows = new float[classes * classes * each];
    for (int i = 0; i < classes * each; i++) {
      rows[i * classes + i / each] = 1;
    }
    return Tensors.of(rows, (long) classes * each, classes);
  }

  @Test
  void oneSplitIsTheDefinition() {
    RunningInceptionScore running = running(5, 1);
    running.add(golden);
    // rows of float32 probabilities sum to 1 within 1e-7
    Close.assertClose(running.score().mean(), Clouds.GOLDEN.value("inception"), 1e-12);
    assertThat(running.score().deviation()).isZero();
  }

  @Test
  void batchesDoNotMatter() {
    RunningInceptionScore whole = running(5, 4);
    whole.add(golden);
    RunningInceptionScore parts = running(5, 4);
    parts.add(golden.narrow(0, 0, 13));
    parts.add(golden.narrow(0, 13, 27));
    assertThat(parts.score()).isEqualTo(whole.score());
  }

  @Test
  void boundsAreReached() {
    RunningInceptionScore unsure = running(4, 10);
    unsure.add(Tensors.zeros(50, 4).add(new Scalar(0.25)));
    assertThat(unsure.score().mean()).isCloseTo(1, within(1e-12));
    RunningInceptionScore sure = running(4, 1);
    sure.add(sorted(4, 30));
    assertThat(sure.score().mean()).isCloseTo(4, within(1e-12));
    RunningInceptionScore collapsed = running(4, 2);
    collapsed.add(sorted(4, 30).narrow(0, 0, 30));
    assertThat(collapsed.score().mean()).isCloseTo(1, within(1e-12));
  }

  /** Consecutive splits of samples sorted by class would each hold one class, and score 1. */
  @Test
  void sortedSamplesAreSpreadOverTheSplits() {
    RunningInceptionScore running = running(10, 10);
    running.add(sorted(10, 200));
    assertThat(running.score().mean()).isCloseTo(10, within(0.5));
    // and so are samples that take turns, of which every tenth is of one class
    RunningInceptionScore turns = running(10, 10);
    for (int i = 0; i < 200; i++) {
      turns.add(sorted(10, 1));
    }
    assertThat(turns.score().mean()).isCloseTo(10, within(0.5));
  }

  @Test
  void wrongShapesAreRefused() {
    RunningInceptionScore running = running(5, 10);
    assertThatThrownBy(() -> running.add(Tensors.zeros(2, 4)))
        .hasMessage("probabilities of shape [2, 4]; allowed: [n, 5]");
    assertThatThrownBy(running::score).hasMessageContaining("0 samples in 10 splits");
    assertThatThrownBy(() -> running(1, 10)).hasMessageContaining("1 classes in 10 splits");
  }
}
