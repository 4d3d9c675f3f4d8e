package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PictureTest {

  /**
   * torch 2.13.0: {@code F.interpolate(x, (4, 4), mode='bicubic', antialias=True).round()} of the
   * picture of {@link #busy}, in float64.
   */
  private static final int[] SHRUNK = {
    107, 130, 123, 130, 125, 136, 155, 148, 97, 107, 128, 141, 129, 105, 119, 113
  };

  /** The same, enlarged to 17 by 17 and clamped to 0..255. */
  private static final int[] GROWN = {
    0, 17, 56, 90, 123, 158, 224, 156, 3, 25, 70, 104, 149, 196, 236, 107, 0, 6, 31, 75, 122, 169,
    195, 152, 97, 54, 86, 132, 168, 125, 111, 169, 126, 78, 43, 74, 119, 145, 195, 219, 85, 43, 97,
    140, 190, 232, 118, 41, 84, 138, 174, 128, 173, 196, 76, 75, 145, 170, 112, 13, 63, 128, 173,
    201, 169, 66, 96, 142, 123, 167, 205, 145, 102, 95, 171, 173, 108, 76, 89, 149, 241, 232, 70,
    98, 156, 69, 108, 174, 244, 183, 78, 133, 206, 250, 134, 91, 165, 233, 221, 97, 122, 170, 64,
    126, 180, 96, 70, 101, 190, 181, 100, 117, 171, 234, 165, 121, 167, 103, 41, 108, 117, 111, 43,
    76, 160, 180, 146, 83, 89, 143, 220, 168, 132, 168, 117, 69, 167, 87, 10, 86, 174, 223, 110,
    107, 185, 81, 50, 138, 227, 230, 112, 158, 220, 89, 104, 111, 67, 114, 178, 61, 56, 155, 194,
    176, 117, 215, 238, 100, 165, 247, 26, 105, 170, 47, 67, 144, 40, 41, 142, 200, 194, 132, 162,
    172, 122, 144, 173, 12, 84, 146, 41, 71, 152, 52, 65, 162, 74, 65, 164, 86, 58, 163, 104, 35,
    27, 112, 187, 73, 111, 209, 127, 67, 52, 81, 89, 68, 93, 112, 103, 117, 129, 84, 135, 185, 129,
    160, 216, 142, 66, 23, 102, 120, 54, 128, 147, 40, 121, 209, 181, 131, 97, 200, 202, 129, 44,
    67, 159, 98, 104, 202, 167, 92, 15, 94, 177, 158, 93, 48, 185, 186, 95, 12, 56, 177, 95, 104,
    235, 186, 98, 30, 114, 200, 118, 62, 28, 157, 163, 85, 7, 48, 162, 94, 107, 230, 192, 114, 48,
    137, 224
  };

  private static Picture busy(int height, int width) {
    byte[] pixels = new byte[height * width];
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        pixels[i * width + j] = (byte) (i * i * 37 + j * 53 + i * j * 11);
      }
    }
    return new Picture(new ImageShape(1, height, width), pixels);
  }

  private static void assertNear(byte[] found, int[] expected) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      // One gray level: single against double precision may round a half the other way.
      assertThat(found[i] & 0xff).as("pixel " + i).isCloseTo(expected[i], within(1));
    }
  }

  @Test
  void resizesAsPyTorchDoes() {
    assertNear(busy(11, 11).square(4).pixels(), SHRUNK);
    assertNear(busy(11, 11).square(17).pixels(), GROWN);
  }

  @Test
  void leavesTheRightSizeAlone() {
    Picture picture = busy(5, 5);
    assertThat(picture.square(5)).isSameAs(picture);
  }

  @Test
  void cutsTheLongSideEvenly() {
    Picture wide = busy(4, 10);
    Picture square = wide.square(4);
    for (int row = 0; row < 4; row++) {
      assertThat(Arrays.copyOfRange(square.pixels(), row * 4, row * 4 + 4))
          .isEqualTo(Arrays.copyOfRange(wide.pixels(), row * 10 + 3, row * 10 + 7));
    }
  }

  @Test
  void keepsEvenGreyEven() {
    byte[] gray = new byte[3 * 50 * 31];
    Arrays.fill(gray, (byte) 200);
    for (int side : new int[] {1, 7, 31, 64}) {
      Picture fitted = new Picture(new ImageShape(3, 50, 31), gray).square(side);
      assertThat(fitted.shape()).isEqualTo(new ImageShape(3, side, side));
      assertThat(fitted.pixels()).containsOnly((byte) 200);
    }
  }

  @Test
  void fineDetailIsAveragedNotAliased() {
    byte[] stripes = new byte[64 * 64];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = (byte) (i % 64 % 3 == 0 ? 255 : 0); // a third is white
    }
    Picture small = new Picture(new ImageShape(1, 64, 64), stripes).square(8);
    for (int row = 0; row < 8; row++) {
      for (int column = 1; column < 7; column++) { // the kernel is cut at the edges
        assertThat(small.pixels()[row * 8 + column] & 0xff).isBetween(82, 88);
      }
    }
  }

  @Test
  void grayIsWeightedAsTheEyeDoes() {
    Picture colors =
        new Picture(
            new ImageShape(3, 1, 4),
            new byte[] {(byte) 255, 0, 0, 90, 0, (byte) 255, 0, 90, 0, 0, (byte) 255, 90});
    assertThat(colors.inChannels(1).pixels()).containsExactly(76, (byte) 150, 29, 90);
    assertThat(colors.withoutNeedlessColor()).isSameAs(colors);
  }

  @Test
  void grayInRgbIsGrayThreeTimes() {
    Picture gray = new Picture(new ImageShape(1, 1, 2), new byte[] {5, (byte) 250});
    Picture rgb = gray.inChannels(3);
    assertThat(rgb.pixels()).containsExactly(5, (byte) 250, 5, (byte) 250, 5, (byte) 250);
    assertThat(rgb.withoutNeedlessColor().pixels()).isEqualTo(gray.pixels());
  }
}
