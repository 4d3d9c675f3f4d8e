package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttentionTest {
  private TensorScope scope;

  @BeforeEach
  void open() {
    Torch.init(1);
    scope = TensorScope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor normal(String name, long... shape) {
    return Rng.seed(3).stream(name).normal(shape);
  }

  private static Tensor writtenOut(Tensor q, Tensor k, Tensor v) {
    double scale = 1 / Math.sqrt((double) q.size(3));
    return q.matmul(k.transpose(-2, -1)).mul(new Scalar(scale)).softmax(-1).matmul(v);
  }

  private static void assertSame(Tensor actual, Tensor wanted) {
    // float32 sums of a dozen terms in another order
    assertThat(Tensors.toDoubles(actual)).containsExactly(Tensors.toDoubles(wanted), within(1e-6));
  }

  @Test
  void slicesGiveWhatTheWholeGives() {
    Tensor q = normal("q", 2, 3, 11, 8);
    Tensor k = normal("k", 2, 3, 7, 8);
    Tensor v = normal("v", 2, 3, 7, 8);
    Tensor wanted = writtenOut(q, k, v);
    assertSame(Attention.of(q, k, v), wanted);
    for (long most : new long[] {1, 42, 100, 300}) {
      assertSame(Attention.sliced(q, k, v, new TensorOptional(), most), wanted);
    }
  }

  @Test
  void whatIsMaskedIsNotSeen() {
    Tensor q = normal("q", 2, 3, 5, 8);
    Tensor k = normal("k", 2, 3, 4, 8);
    Tensor v = normal("v", 2, 3, 4, 8);
    Tensor seen = Tensors.of(new float[] {1, 1, 0, 0, 1, 1, 1, 1}, 2, 4);
    Tensor y = Attention.masked(q, k, v, seen);
    Tensor first =
        writtenOut(
            q.narrow(0, 0, 1),
            k.narrow(0, 0, 1).narrow(2, 0, 2),
            v.narrow(0, 0, 1).narrow(2, 0, 2));
    assertSame(y.narrow(0, 0, 1), first);
    assertSame(y.narrow(0, 1, 1), writtenOut(q, k, v).narrow(0, 1, 1));
  }

  /** On the CPU, and within a span of autocast too. */
  @Test
  void bfloat16IsComputedInFloat32() {
    Tensor q = normal("q", 2, 3, 11, 8).to(ScalarType.BFloat16);
    Tensor k = normal("k", 2, 3, 7, 8).to(ScalarType.BFloat16);
    Tensor wide = q.to(ScalarType.Float);
    Tensor keys = k.to(ScalarType.Float);
    Tensor wanted = Attention.of(wide, keys, keys);
    try (Autocast cast = Precision.BF16.enter()) {
      assertThat(Tensors.toFloats(Attention.of(wide, keys, keys)))
          .isEqualTo(Tensors.toFloats(wanted));
      Tensor narrow = Attention.of(q, k, k);
      assertThat(narrow.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      assertThat(Tensors.toFloats(narrow))
          .isEqualTo(Tensors.toFloats(wanted.to(ScalarType.BFloat16)));
    }
  }

  @Test
  void causalSeesThePast() {
    Tensor q = normal("q", 1, 2, 6, 4);
    Tensor k = normal("k", 1, 2, 6, 4);
    Tensor v = normal("v", 1, 2, 6, 4);
    Tensor y = Attention.causal(q, k, v);
    for (int i = 0; i < 6; i++) {
      assertSame(
          y.narrow(2, i, 1),
          writtenOut(q.narrow(2, i, 1), k.narrow(2, 0, i + 1), v.narrow(2, 0, i + 1)));
    }
  }
}
