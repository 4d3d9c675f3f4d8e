package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.condition.Condition;
import io.inkwash.data.Batch;
import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import io.inkwash.nn.Backbone;
import io.inkwash.torch.AdamWRule;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SingleStepTest {
  private static final double RATE = 1e-3;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  private static Owned<SingleStep<Backbone>> step(double factor, int accumulate) {
    return Owned.of(
        () -> TinyNetwork.step(new TinyNetwork.SquaredOutput(factor), accumulate, 0.99, RATE));
  }

  private static Supplier<Batch> batches(Batch... batches) {
    Iterator<Batch> each = List.of(batches).iterator();
    return each::next;
  }

  private static float[] weight(SingleStep<Backbone> step, String file, String name) {
    return step.snapshot().file(file).get(name).data().toFloats();
  }

  @Test
  void makesTheLossSmall() {
    try (Owned<SingleStep<Backbone>> owned = step(1, 1)) {
      SingleStep<Backbone> step = owned.value();
      double first = step.step(1, 0, batches(TinyNetwork.batch(0, 4))).loss();
      double last = first;
      for (int n = 2; n <= 30; n++) {
        last = step.step(n, 0, batches(TinyNetwork.batch(0, 4))).loss();
      }
      assertThat(last).isLessThan(0.5 * first);
    }
  }

  @Test
  void twoAccumulatedBatchesAreOneOfBoth() {
    try (Owned<SingleStep<Backbone>> whole = step(1, 1);
        Owned<SingleStep<Backbone>> halves = step(1, 2)) {
      StepReport one = whole.value().step(1, 0, batches(TinyNetwork.batch(0, 4)));
      StepReport two =
          halves.value().step(1, 0, batches(TinyNetwork.batch(0, 2), TinyNetwork.batch(2, 2)));
      assertThat(two.images()).isEqualTo(one.images()).isEqualTo(4);
      assertThat(halves.value().batchesPerStep()).isEqualTo(2);
      // sums of float32 in another order
      assertThat(two.loss()).isCloseTo(one.loss(), within(1e-6 * one.loss()));
      assertThat(two.gradientNorm())
          .isCloseTo(one.gradientNorm(), within(1e-5 * one.gradientNorm()));
    }
  }

  @Test
  void aLossThatIsNoNumberLeavesEverythingAsItWas() {
    try (Owned<SingleStep<Backbone>> owned = step(Double.NaN, 1);
        Owned<SingleStep<Backbone>> infinite = step(1e300, 1)) {
      Snapshot before = owned.value().snapshot();
      assertThatThrownBy(() -> owned.value().step(3, 0, batches(TinyNetwork.batch(0, 2))))
          .isInstanceOf(DivergedException.class)
          .hasMessage("the loss of step 3 is NaN (gradient norm NaN) at learning rate 0.001");
      assertThat(owned.value().snapshot().tensors()).isEqualTo(before.tensors());
      assertThat(owned.value().snapshot().numbers().get("optimizer_steps")).containsExactly(0);
      assertThatThrownBy(() -> infinite.value().step(1, 0, batches(TinyNetwork.batch(0, 2))))
          .hasMessageStartingWith("the loss of step 1 is Infinity");
    }
  }

  @Test
  void pixelsThatAreNoNumbersAreNoticedToo() {
    Batch batch = TinyNetwork.batch(0, 2);
    batch.pixels()[5] = Float.NaN;
    try (Owned<SingleStep<Backbone>> owned = step(1, 1)) {
      assertThatThrownBy(() -> owned.value().step(1, 0, batches(batch)))
          .isInstanceOf(DivergedException.class)
          .hasMessageStartingWith("the loss of step 1 is NaN");
    }
  }

  @Test
  void aSnapshotBringsAnotherStepToTheSamePlace() {
    try (Owned<SingleStep<Backbone>> first = step(1, 1);
        Owned<SingleStep<Backbone>> second = step(1, 1)) {
      for (int n = 1; n <= 3; n++) {
        first.value().step(n, 0, batches(TinyNetwork.batch(n, 2)));
      }
      second.value().restore(first.value().snapshot(), "here");
      assertThat(second.value().snapshot().tensors()).isEqualTo(first.value().snapshot().tensors());
      first.value().step(4, 0, batches(TinyNetwork.batch(4, 2)));
      second.value().step(4, 0, batches(TinyNetwork.batch(4, 2)));
      assertThat(second.value().snapshot().tensors()).isEqualTo(first.value().snapshot().tensors());
    }
  }

  @Test
  void theSnapshotHoldsWeightsAverageAndMoments() {
    try (Owned<SingleStep<Backbone>> owned = step(1, 1)) {
      SingleStep<Backbone> step = owned.value();
      float start = weight(step, "model", "out.bias")[0];
      assertThat(weight(step, "ema", "out.bias")[0]).isEqualTo(start);
      step.step(1, 0, batches(TinyNetwork.batch(0, 2)));
      float after = weight(step, "model", "out.bias")[0];
      // The first step of Adam moves by the rate, against the gradient's sign.
      assertThat(Math.abs(after - start)).isCloseTo((float) RATE, within((float) RATE / 50));
      // The average follows by 1 - 2/11 after its first step.
      assertThat(weight(step, "ema", "out.bias")[0])
          .isCloseTo(start + (after - start) * 9 / 11, within(1e-7f));
      assertThat(step.snapshot().tensors().get("optimizer"))
          .containsKeys("mean.out.bias", "square.out.bias")
          .hasSize(2 * step.snapshot().tensors().get("model").size());
      assertThat(step.snapshot().numbers().get("optimizer_steps")).containsExactly(1);
    }
  }

  @Test
  void aSnapshotOfAnotherNetworkIsRefused() {
    try (Owned<SingleStep<Backbone>> owned = step(1, 1)) {
      Snapshot good = owned.value().snapshot();
      Map<String, TensorData> other = Map.of("w", TensorData.ofFloats(new float[1], 1));
      Snapshot bad =
          new Snapshot(Map.of("model", other, "ema", other, "optimizer", other), good.numbers());
      assertThatThrownBy(() -> owned.value().restore(bad, "step-9"))
          .hasMessageContaining("step-9/model.safetensors does not fit the network")
          .hasMessageContaining("missing out.bias")
          .hasMessageContaining("unexpected w");
      Snapshot empty = new Snapshot(good.tensors(), Map.of());
      assertThatThrownBy(() -> owned.value().restore(empty, "step-9"))
          .isInstanceOf(FileException.class)
          .hasMessageContaining("state.json: numbers.optimizer_steps is missing");
    }
  }

  @Test
  void refusesSettingsThatCannotBe() {
    LearningRate rate = new LearningRate(1, 0, LearningRate.Decay.CONSTANT, 0);
    AdamWRule adam = AdamWRule.standard();
    assertThatThrownBy(() -> new Learner.Settings(rate, adam, 1, 1))
        .hasMessage("ema is 1.0; allowed: 0 up to but not 1, such as 0.9999");
    assertThatThrownBy(() -> new Learner.Settings(rate, adam, 0.9, 0))
        .hasMessage("clip is 0.0; allowed: above 0, such as 1.0");
    assertThatThrownBy(() -> new SingleStep.Settings(0, Condition.none(), 0, Precision.FP32))
        .hasMessage("accumulate is 0; allowed: 1 or more");
    assertThatThrownBy(() -> new SingleStep.Settings(1, Condition.none(), -0.1, Precision.FP32))
        .hasMessage("conditioningDropout is -0.1; allowed: 0 to 1, such as 0.1");
  }

  /** The twin is the network with the averaged weights, and follows every step. */
  @Test
  void theAverageIsANetworkThatFollows() {
    try (Owned<Learner<Backbone>> owned =
        Owned.of(
            () -> {
              Learner<Backbone> learner = TinyNetwork.learner(0.5, RATE);
              learner.average();
              return learner;
            })) {
      Learner<Backbone> learner = owned.value();
      for (int step = 1; step <= 3; step++) {
        learner.parameters().gradients().fill_(new Scalar(0.1 * step));
        learner.update(step, 0, 1);
        assertThat(learner.average().stateDict().keySet())
            .isEqualTo(learner.network().stateDict().keySet());
        float[] average = Tensors.toFloats(learner.ema().average().narrow(0, 0, 16));
        Tensor first = learner.average().stateDict().values().iterator().next();
        assertThat(Tensors.toFloats(first)[0]).isEqualTo(average[0]);
        assertThat(Tensors.toFloats(learner.network().stateDict().values().iterator().next())[0])
            .isNotEqualTo(average[0]);
      }
    }
  }
}
