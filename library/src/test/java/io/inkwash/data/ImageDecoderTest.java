package io.inkwash.data;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_BYTE_BINARY;
import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_BYTE_INDEXED;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_USHORT_GRAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {

  private static Picture png(BufferedImage image) {
    return ImageDecoder.decode("it.png", TestFiles.encode(image, "png"));
  }

  private static BufferedImage samples(ColorSpace space, boolean alpha, int type, int... values) {
    ComponentColorModel model =
        new ComponentColorModel(
            space, alpha, false, alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE, type);
    WritableRaster raster = model.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, values);
    return new BufferedImage(model, raster, false, null);
  }

  private static final ColorSpace GRAY = ColorSpace.getInstance(ColorSpace.CS_GRAY);
  private static final ColorSpace RGB = ColorSpace.getInstance(ColorSpace.CS_sRGB);

  @Test
  void grayIsTakenAsItStands() {
    for (int value = 0; value < 256; value++) {
      BufferedImage image = new BufferedImage(2, 1, TYPE_BYTE_GRAY);
      image.getRaster().setSample(1, 0, 0, value);
      assertThat(png(image).pixels()).containsExactly((byte) 0, (byte) value);
    }
  }

  @Test
  void sixteenBitGreyIsRoundedToEight() {
    for (int value : new int[] {0, 128, 129, 257, 32767, 65406, 65407, 65535}) {
      BufferedImage image = new BufferedImage(1, 1, TYPE_USHORT_GRAY);
      image.getRaster().setSample(0, 0, 0, value);
      assertThat(png(image).pixels()).containsExactly((byte) Math.round(value / 257.0));
    }
  }

  @Test
  void colorComesPlaneByPlane() {
    BufferedImage image = new BufferedImage(2, 1, TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0x102030);
    image.setRGB(1, 0, 0x405060);
    Picture picture = png(image);
    assertThat(picture.shape()).isEqualTo(new ImageShape(3, 1, 2));
    assertThat(picture.pixels()).containsExactly(0x10, 0x40, 0x20, 0x50, 0x30, 0x60);
  }

  @Test
  void sixteenBitColor() {
    BufferedImage image = samples(RGB, false, DataBuffer.TYPE_USHORT, 257 * 9, 257 * 80, 65535);
    assertThat(png(image).pixels()).containsExactly(9, 80, (byte) 255);
  }

  @Test
  void palettesAreLookedUp() {
    IndexColorModel palette =
        new IndexColorModel(8, 3, new byte[] {1, 2, 3}, new byte[] {4, 5, 6}, new byte[] {7, 8, 9});
    BufferedImage image = new BufferedImage(3, 1, TYPE_BYTE_INDEXED, palette);
    for (int x = 0; x < 3; x++) {
      image.getRaster().setSample(x, 0, 0, x);
    }
    assertThat(png(image).pixels()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void paletteWithATransparentColor() {
    byte[] ramp = {10, 20};
    IndexColorModel palette = new IndexColorModel(8, 2, ramp, ramp, ramp, 1);
    BufferedImage image = new BufferedImage(2, 1, TYPE_BYTE_INDEXED, palette);
    image.getRaster().setSample(1, 0, 0, 1);
    assertThat(png(image).pixels()).containsExactly(10, (byte) 255);
  }

  @Test
  void oneBitImages() {
    BufferedImage image = new BufferedImage(3, 1, TYPE_BYTE_BINARY);
    image.setRGB(1, 0, 0xffffff);
    assertThat(png(image).pixels()).containsExactly((byte) 0, (byte) 255, (byte) 0);
  }

  @Test
  void transparentPartsShowWhite() {
    BufferedImage image = new BufferedImage(3, 1, TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0x80000000);
    image.setRGB(2, 0, 0xff102030);
    assertThat(png(image).pixels())
        .containsExactly((byte) 255, 127, 0x10, (byte) 255, 127, 0x20, (byte) 255, 127, 0x30);
    assertThat(png(samples(GRAY, true, DataBuffer.TYPE_BYTE, 40, 0)).pixels())
        .containsExactly((byte) 255);
    assertThat(png(samples(GRAY, true, DataBuffer.TYPE_BYTE, 40, 255)).pixels())
        .containsExactly((byte) 40);
    assertThat(png(samples(RGB, true, DataBuffer.TYPE_USHORT, 9, 9, 9, 0)).pixels())
        .containsExactly((byte) 255);
  }

  @Test
  void jpegInColorAndGrey() {
    Picture color =
        ImageDecoder.decode(
            "it.jpg", TestFiles.encode(TestFiles.plain(16, 8, TYPE_3BYTE_BGR, 0x4080c0), "jpeg"));
    assertThat(color.shape()).isEqualTo(new ImageShape(3, 8, 16));
    // Plain color survives JPEG but for the rounding of its color transform.
    assertThat(color.pixels()[0] & 0xff).isCloseTo(0x40, within(3));
    assertThat(color.pixels()[128] & 0xff).isCloseTo(0x80, within(3));
    assertThat(color.pixels()[256] & 0xff).isCloseTo(0xc0, within(3));
    BufferedImage image = new BufferedImage(8, 8, TYPE_BYTE_GRAY);
    for (int i = 0; i < 64; i++) {
      image.getRaster().setSample(i % 8, i / 8, 0, 77);
    }
    Picture gray = ImageDecoder.decode("it.jpg", TestFiles.encode(image, "jpeg"));
    assertThat(gray.shape().channels()).isEqualTo(1);
    assertThat(gray.pixels()[9] & 0xff).isCloseTo(77, within(2));
  }

  @Test
  void rgbWithoutColorIsGray() {
    assertThat(png(TestFiles.plain(2, 2, TYPE_3BYTE_BGR, 0x555555)).shape().channels())
        .isEqualTo(1);
  }

  private static void refused(byte[] content, String... parts) {
    assertThatThrownBy(() -> ImageDecoder.decode("box/it.png", content))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("box/it.png: ")
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsNoImageIsRefused() {
    refused("hello, I am text".getBytes(StandardCharsets.UTF_8), "neither PNG nor JPEG");
    refused(new byte[0], "neither PNG nor JPEG");
    refused(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, "cannot be decoded");
  }

  @Test
  void truncatedImagesAreRefused() {
    BufferedImage noisy = new BufferedImage(64, 64, TYPE_3BYTE_BGR);
    for (int i = 0; i < 64 * 64; i++) {
      noisy.setRGB(i % 64, i / 64, i * 7919 * 31);
    }
    for (String format : new String[] {"png", "jpeg"}) {
      byte[] whole = TestFiles.encode(noisy, format);
      for (int part = 1; part < 10; part++) {
        refused(TestFiles.firstPart(whole, whole.length * part / 10), "again");
      }
    }
  }

  /** In a file so small that Java's reader has all its pixels before most cuts. */
  @Test
  void smallPngsCutAnywhereAreRefused() {
    byte[] whole = TestFiles.png(2, 1, 0x123456);
    assertThat(ImageDecoder.decode("it.png", whole).pixels()).hasSize(6);
    for (int length = 4; length < whole.length; length++) {
      refused(TestFiles.firstPart(whole, length), "ends too early");
    }
  }

  @Test
  void hugeImagesAreRefusedByTheirHeader() {
    ByteBuffer png = ByteBuffer.wrap(TestFiles.png(1, 1, 0)); // IHDR: type at 12, sides at 16
    png.putInt(16, 60_000).putInt(20, 60_000);
    CRC32 crc = new CRC32();
    crc.update(png.array(), 12, 17);
    png.putInt(29, (int) crc.getValue());
    refused(png.array(), "60000x60000", "100 million");
  }
}
