package io.inkwash.restore.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.torch.NativeLeakGuard;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeLeakGuard.class)
class MissingHalfTest {

  /** Rows of 1 where a pixel is known. */
  private static String known(MissingHalf.Part part, int height, int width) {
    double[] values = singularValues(part, 1, height, width);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      rows.append((int) values[i]).append(i % width == width - 1 ? " " : "");
    }
    return rows.toString().strip();
  }

  private static double[] singularValues(
      MissingHalf.Part part, long channels, long height, long width) {
    LinearOperator operator = new MissingHalf(part).on(channels, height, width);
    return operator.spectral().orElseThrow().singularValues(channels, height, width);
  }

  @Test
  void eachPartIsWhereItsNameSays() {
    assertThat(known(MissingHalf.Part.LEFT, 2, 4)).isEqualTo("0011 0011");
    assertThat(known(MissingHalf.Part.RIGHT, 2, 4)).isEqualTo("1100 1100");
    assertThat(known(MissingHalf.Part.TOP, 4, 2)).isEqualTo("00 00 11 11");
    assertThat(known(MissingHalf.Part.BOTTOM, 4, 2)).isEqualTo("11 11 00 00");
    assertThat(known(MissingHalf.Part.CENTER, 4, 4)).isEqualTo("1111 1001 1001 1111");
  }

  @Test
  void anOddLineKeepsItsMiddle() {
    assertThat(known(MissingHalf.Part.LEFT, 1, 5)).isEqualTo("00111");
    assertThat(known(MissingHalf.Part.RIGHT, 1, 5)).isEqualTo("11100");
  }

  @Test
  void theCenterIsAQuarter() {
    double[] values = singularValues(MissingHalf.Part.CENTER, 3, 28, 28);
    assertThat(Arrays.stream(values).filter(v -> v == 0).count()).isEqualTo(3 * 14 * 14);
  }
}
