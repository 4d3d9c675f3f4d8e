package io.inkwash.nn;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.process.Rise;
import io.inkwash.process.VpLogSnr;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A forward process in training. */
@ExtendWith(NativeLeakGuard.class)
class LearnedPathTest {

  @Test
  void itsTensorsAreTheFunctionsOfItsPath() {
    try (TensorScope scope = TensorScope.open()) {
      LearnedPath learned = new LearnedPath(new LearnedPath.Config(-13.3, 5, true, 50));
      learned.initialize(torch.make_generator_cpu(3));
      assertThat(learned.stateDict().keySet())
          .containsExactly(
              "ends",
              "inner.l1.weight",
              "inner.l1.bias",
              "inner.l2.weight",
              "inner.l2.bias",
              "inner.l3.weight");
      double[] positions = {0, 0.1, 0.35, 0.8, 1};
      Tensor u = Tensors.of(positions, 5);
      double[] at = Tensors.toDoubles(learned.inner().orElseThrow().at(u));
      double[] slope = Tensors.toDoubles(learned.inner().orElseThrow().slope(u));
      VpLogSnr path = learned.path();
      for (int i = 0; i < positions.length; i++) {
        assertClose(at[i], path.rise().at(positions[i]), 1e-6, 1e-6); // weights are float32
        assertClose(slope[i], path.rise().slope(positions[i]), 1e-6);
      }
      double[] ends = Tensors.toDoubles(learned.ends().orElseThrow());
      assertClose(ends[0], path.gamma0(), 1e-7);
      assertClose(ends[1], path.gamma1(), 1e-7);
    }
  }

  @Test
  void withoutANetworkItIsAStraightLine() {
    try (TensorScope scope = TensorScope.open()) {
      LearnedPath learned = new LearnedPath(new LearnedPath.Config(-9, 4, true, 0));
      assertThat(learned.path()).isEqualTo(new VpLogSnr(-9, 4, Rise.linear()));
      assertThat(learned.inner()).isEmpty();
      assertThat(new LearnedPath(new LearnedPath.Config(-9, 4, false, 8)).ends()).isEmpty();
      assertThatThrownBy(() -> new LearnedPath.Config(-9, 4, false, 0))
          .hasMessage(
              "a learned path with ends=false and 0 hidden units; allowed: ends=true or 1 or"
                  + " more");
    }
  }
}
