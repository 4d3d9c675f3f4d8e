package io.inkwash.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Conversions; those of all types from real bytes are in the golden test of safetensors. */
class TensorDataTest {

  @Test
  void arraysGoInAndComeOut() {
    float[] floats = {1, -0f, Float.MIN_VALUE, Float.NaN, Float.POSITIVE_INFINITY, 3.4e38f};
    assertThat(TensorData.ofFloats(floats, 2, 3).toFloats()).containsExactly(floats);
    double[] doubles = {1e-310, Math.PI, Double.MAX_VALUE};
    assertThat(TensorData.ofDoubles(doubles, 3).toDoubles()).containsExactly(doubles);
    long[] longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};
    assertThat(TensorData.ofLongs(longs, 4).toLongs()).containsExactly(longs);
    byte[] bytes = {0, 127, -128, -1};
    assertThat(TensorData.ofBytes(bytes, 2, 2).toLongs()).containsExactly(0, 127, 128, 255);
  }

  @Test
  void bytesAreLittleEndianWhateverTheBufferSays() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 9, 0, 0, (byte) 0x80, 0x3f}).position(2);
    TensorData one = new TensorData(DType.F32, new long[0], buffer.order(ByteOrder.BIG_ENDIAN));
    assertThat(one.toFloats()).containsExactly(1f);
    assertThat(one.bytes().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(one.size()).isEqualTo(1);
    one.bytes().position(3);
    assertThat(one.bytes().position()).isZero();
  }

  @Test
  void doublesRoundToTheNearestFloat() {
    assertThat(TensorData.ofDoubles(new double[] {0.1, 1e300, 1e-50}, 3).toFloats())
        .containsExactly(0.1f, Float.POSITIVE_INFINITY, 0f);
  }

  @Test
  void everyHalfComesBackAndOthersRoundToTheNearestEven() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      ByteBuffer one = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
      one.putShort(0, (short) bits);
      float[] value = new TensorData(DType.F16, new long[0], one).toFloats();
      if (!Float.isNaN(value[0])) {
        short back = TensorData.ofHalves(value).bytes().getShort(0);
        assertThat(back).as(Integer.toHexString(bits)).isEqualTo((short) bits);
      }
    }
    float[] others = {1 + 0x1p-11f, 1 + 0x3p-11f, 65519, 65520, -1e9f, 0x1p-25f, 0x1.8p-24f};
    assertThat(TensorData.ofHalves(others, 7).toFloats())
        .containsExactly(
            1, 1 + 0x1p-9f, 65504, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, 0x1p-23f);
    assertThat(TensorData.ofHalves(new float[] {Float.NaN}).toFloats()).containsOnly(Float.NaN);
  }

  @Test
  void equalityIsByContent() {
    TensorData a = TensorData.ofFloats(new float[] {1, 2}, 2);
    assertThat(a)
        .isEqualTo(TensorData.ofFloats(new float[] {1, 2}, 2))
        .hasSameHashCodeAs(TensorData.ofFloats(new float[] {1, 2}, 2))
        .isNotEqualTo(TensorData.ofFloats(new float[] {1, 2}, 1, 2))
        .isNotEqualTo(TensorData.ofFloats(new float[] {1, 3}, 2))
        .hasToString("F32[2]");
    a.shape()[0] = 7;
    assertThat(a.shape()).containsExactly(2);
  }

  @Test
  void shapesMustFit() {
    assertThatThrownBy(() -> TensorData.ofFloats(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("F32 tensor of shape [2, 3] takes 24 bytes, not 20");
    assertThatThrownBy(() -> TensorData.ofLongs(new long[1], -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[-1] holds -1; dimensions are 0 or more");
  }

  @Test
  void typesAreNotMixed() {
    assertThatThrownBy(() -> TensorData.ofLongs(new long[1], 1).toFloats())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("I64 tensor does not convert to real numbers");
    assertThatThrownBy(() -> TensorData.ofFloats(new float[1], 1).toLongs())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("F32 tensor does not convert to longs");
  }
}
