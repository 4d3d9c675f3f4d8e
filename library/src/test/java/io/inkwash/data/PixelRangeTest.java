package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixelRangeTest {

  @ParameterizedTest
  @EnumSource(PixelRange.class)
  void everyByteComesBack(PixelRange range) {
    for (int value = 0; value < 256; value++) {
      assertThat(range.toByte(range.toFloat((byte) value))).isEqualTo((byte) value);
    }
  }

  @ParameterizedTest
  @EnumSource(PixelRange.class)
  void endsAndStepsAreExact(PixelRange range) {
    assertThat(range.toFloat((byte) 0)).isEqualTo((float) range.low());
    assertThat(range.toFloat((byte) 255)).isEqualTo((float) range.high());
    // One float ulp near 1 is 6e-8.
    assertThat((double) range.toFloat((byte) 255) - range.toFloat((byte) 254))
        .isCloseTo(range.step(), within(1.2e-7));
  }

  @Test
  void symmetricIsTwiceUnitLessOne() {
    for (int value = 0; value < 256; value++) {
      assertThat(PixelRange.SYMMETRIC.toFloat((byte) value))
          .isCloseTo(2 * PixelRange.UNIT.toFloat((byte) value) - 1, within(1.2e-7f));
    }
  }

  @Test
  void roundsToTheNearestByteAndClamps() {
    assertThat(PixelRange.UNIT.toByte(100.4f / 255)).isEqualTo((byte) 100);
    assertThat(PixelRange.UNIT.toByte(100.6f / 255)).isEqualTo((byte) 101);
    assertThat(PixelRange.SYMMETRIC.toByte(-3f)).isEqualTo((byte) 0);
    assertThat(PixelRange.SYMMETRIC.toByte(3f)).isEqualTo((byte) 255);
    assertThat(PixelRange.SYMMETRIC.toByte(Float.POSITIVE_INFINITY)).isEqualTo((byte) 255);
    assertThat(PixelRange.SYMMETRIC.toByte(Float.NaN)).isEqualTo((byte) 0);
  }
}
