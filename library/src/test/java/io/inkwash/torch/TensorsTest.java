package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Arrays in and out, types of constants, small operations. */
@ExtendWith(NativeLeakGuard.class)
class TensorsTest {

  @Test
  void arraysComeBackBitForBit() {
    float[] floats = new float[300_000]; // far more than any small buffer
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(i * 7919); // all kinds of exponents
    }
    float[] special = {Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, Float.MAX_VALUE};
    System.arraycopy(special, 0, floats, 0, special.length);
    assertThat(Tensors.toFloats(Tensors.of(floats, 3, 1000, 100))).isEqualTo(floats);
    double[] doubles = {Math.PI, -0.0, 1e-310, Double.MAX_VALUE};
    assertThat(Tensors.toDoubles(Tensors.of(doubles, 2, 2))).containsExactly(doubles);
    assertThat(Tensors.toDoubles(Tensors.of(new long[] {-1, 1L << 40}, 2)))
        .containsExactly(-1, 1L << 40);
  }

  @Test
  void emptyArraysMakeEmptyTensors() {
    assertThat(Tensors.toFloats(Tensors.of(new float[0], 0, 3))).isEmpty();
    assertThat(Tensors.toDoubles(Tensors.of(new double[0], 0))).isEmpty();
    assertThat(Tensors.toDoubles(Tensors.of(new long[0], 2, 0))).isEmpty();
    assertThat(Tensors.shape(Tensors.of(new float[0], 0, 3))).containsExactly(0, 3);
  }

  @Test
  void arraysComeBackInRowMajorOrderWhateverTheStrides() {
    Tensor x = Tensors.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3);
    assertThat(Tensors.toFloats(x.t())).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(Tensors.toDoubles(x.narrow(1, 1, 2))).containsExactly(1, 2, 4, 5);
    assertThat(Tensors.toFloats(x.to(ScalarType.BFloat16).t())).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void anArrayIsCopiedAndShared() {
    float[] values = {1, 2};
    Tensor x = Tensors.of(values, 2);
    values[0] = 9;
    assertThat(Tensors.toFloats(x)).containsExactly(1, 2);
    Tensors.toFloats(x)[1] = 9;
    assertThat(Tensors.toFloats(x)).containsExactly(1, 2);
  }

  @Test
  void eachMakerHasTheTypeOfItsArray() {
    assertThat(Tensors.of(new float[1], 1).scalar_type().intern()).isEqualTo(ScalarType.Float);
    assertThat(Tensors.of(new double[1], 1).scalar_type().intern()).isEqualTo(ScalarType.Double);
    assertThat(Tensors.of(new long[1], 1).scalar_type().intern()).isEqualTo(ScalarType.Long);
    assertThat(Tensors.zeros(1).scalar_type().intern()).isEqualTo(ScalarType.Float);
    assertThat(Tensors.perImage(new double[] {1, 2}).scalar_type().intern())
        .isEqualTo(ScalarType.Float);
  }

  @Test
  void coefficientsDoNotPromote() {
    Tensor single = Tensors.of(new float[] {1, 2}, 2, 1, 1, 1);
    assertThat(Tensors.combine(0.1, single, 1e-9, single).scalar_type().intern())
        .isEqualTo(ScalarType.Float);
    assertThat(single.mul(Tensors.perImage(new double[] {0.1, 0.2})).scalar_type().intern())
        .isEqualTo(ScalarType.Float);
    assertThat(Tensors.clamp(single, -1, 1).scalar_type().intern()).isEqualTo(ScalarType.Float);
    Tensor wide = Tensors.of(new double[] {1, 2}, 2);
    assertThat(Tensors.toDoubles(Tensors.combine(0.1, wide, 1e-9, wide)))
        .containsExactly(0.1 + 1e-9, 0.2 + 2e-9); // the coefficients are whole doubles
  }

  @Test
  void combineLeavesItsArguments() {
    Tensor x = Tensors.of(new float[] {1, 2}, 2);
    Tensor y = Tensors.of(new float[] {3, 4}, 2);
    assertThat(Tensors.toFloats(Tensors.combine(2, x, -1, y))).containsExactly(-1, 0);
    assertThat(Tensors.toFloats(x)).containsExactly(1, 2);
    assertThat(Tensors.toFloats(y)).containsExactly(3, 4);
  }

  @Test
  void operationsInPlaceGiveTheSameObject() {
    Tensor x = Tensors.zeros(2);
    assertThat(x.add_(Tensors.zeros(2)).mul_(new Scalar(2.0))).isSameAs(x);
  }

  @Test
  void smallOperations() {
    Tensor x = Tensors.of(new float[] {-3, 0.5f, 2, 1, 0, 2}, 2, 1, 1, 3);
    assertThat(Tensors.toFloats(Tensors.clamp(x, -1, 1))).containsExactly(-1, 0.5f, 1, 1, 0, 1);
    assertThat(Tensors.toDoubles(Tensors.normPerImage(x)))
        .containsExactly((float) Math.sqrt(13.25), (float) Math.sqrt(5));
    assertThat(Tensors.toFloats(Tensors.quantilePerImage(x, 0.75))).containsExactly(1.25f, 1.5f);
    assertThat(Tensors.shape(Tensors.normPerImage(x))).containsExactly(2, 1, 1, 1);
    assertThat(Tensors.shape(Tensors.cat(3, x, x))).containsExactly(2, 1, 1, 6);
    assertThat(Tensors.shape(Tensors.zeros())).isEmpty();
    assertThat(Tensors.count()).isEqualTo(1);
    assertThat(Tensors.count(2, 3, 4)).isEqualTo(24);
  }

  @Test
  void valuesThatDoNotFillTheShapeAreRefused() {
    assertThatThrownBy(() -> Tensors.of(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 values do not fill shape [2, 3], which holds 6");
    assertThatThrownBy(() -> Tensors.count(1L << 40, 1L << 40))
        .isInstanceOf(ArithmeticException.class);
  }
}
