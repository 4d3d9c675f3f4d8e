package io.inkwash.data.decode;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_BYTE_BINARY;
import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_BYTE_INDEXED;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_USHORT_GRAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Picture;
import io.inkwash.data.TestFiles;
import io.inkwash.data.decode.ImageDecoder.Decoded;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    refused("hello, I am text".getBytes(StandardCharsets.UTF_8), "is not PNG, JPEG, WebP or TIFF");
    refused(new byte[0], "is not PNG, JPEG, WebP or TIFF");
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

  private static byte[] stored(String name) throws IOException {
    try (InputStream in =
        ImageDecoderTest.class.getResourceAsStream("/io/inkwash/data/pictures/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** Each scan costs a pass over all pixels, so a small file could take minutes. */
  @Test
  void jpegsOfManyScansAreRefusedBeforeTheyAreDecoded() throws IOException {
    byte[] whole = stored("ycc-444-progressive.jpg");
    int scan = -1;
    for (int i = 0; i < whole.length - 1; i++) {
      scan = whole[i] == (byte) 0xff && whole[i + 1] == (byte) 0xda ? i : scan;
    }
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(whole, 0, scan);
    for (int i = 0; i < 300; i++) {
      many.write(whole, scan, whole.length - 2 - scan);
    }
    many.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
    refused(many.toByteArray(), "is a JPEG of 309 scans, at most 50 are read: save it again");
  }

  @Test
  void damagedPixelsOfAJpegAreRefused() throws IOException {
    byte[] bytes = stored("ycc-444.jpg");
    for (int i = bytes.length / 2; i < bytes.length - 2; i++) {
      bytes[i] = 0x55;
    }
    refused(bytes, "again");
    // Bytes that nothing needs do no harm.
    byte[] whole = stored("ycc-444.jpg");
    byte[] longer = Arrays.copyOf(whole, whole.length + 3);
    longer[whole.length + 1] = longer[whole.length - 1];
    longer[whole.length] = longer[whole.length - 2];
    longer[whole.length - 1] = 0;
    longer[whole.length - 2] = 0;
    assertThat(ImageDecoder.decode("it.jpg", longer).pixels())
        .isEqualTo(ImageDecoder.decode("it.jpg", whole).pixels());
  }

  @Test
  void whatDoesNotFitIntoMemoryIsRefusedByItsHeader() {
    ByteBuffer png = ByteBuffer.wrap(TestFiles.png(1, 1, 0));
    png.putInt(16, 9_999).putInt(20, 9_999).put(24, (byte) 16);
    CRC32 crc = new CRC32();
    crc.update(png.array(), 12, 17);
    png.putInt(29, (int) crc.getValue());
    // 12 bytes a pixel with its copies: 1.2 GB, and the tests have a heap of at most 2.
    refused(png.array(), "takes 1145 MiB to decode", "scale it down");
  }

  @Test
  void aPictureMayBeUsedAndLetGo() throws IOException {
    byte[] sixth = stored("exif-6.jpg");
    assertThat(ImageDecoder.decode("it.jpg", sixth, Decoded::turned)).isTrue();
    assertThat(ImageDecoder.decode("it.jpg", stored("exif-1.jpg"), Decoded::turned)).isFalse();
    DataException own = new DataException("its own");
    assertThatThrownBy(
            () ->
                ImageDecoder.decode(
                    "it.jpg",
                    sixth,
                    decoded -> {
                      throw own;
                    }))
        .isSameAs(own);
  }

  /** Data without a directory, with one that points outside, with an unknown value. */
  @Test
  void damagedExifMeansUpright() {
    for (String hex :
        List.of(
            "",
            "49492a00",
            "49492a00ffffffff",
            "49492a0008000000",
            "49492a00080000000100",
            "49492a0008000000010012010300010000000900",
            "49492a000800000001001201030001000000090000000000")) {
      assertThat(Orientation.of(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
          .isEqualTo(Orientation.TOP_LEFT);
    }
    String sixth = "4d4d002a000000080001011200030000000100060000";
    assertThat(Orientation.of(ByteBuffer.wrap(HexFormat.of().parseHex(sixth + "00000000"))))
        .isEqualTo(Orientation.RIGHT_TOP);
  }

  /** Found by damaging files: these took minutes, or met a number below 0. */
  @Test
  @Timeout(5)
  void damagedWebpAndTiffAreRefusedAtOnce() throws IOException {
    byte[] lossless = stored("lossless.webp");
    ByteBuffer.wrap(lossless).order(ByteOrder.LITTLE_ENDIAN).putInt(21, 5999 | 5999 << 14);
    refused(lossless, "cannot be decoded");
    refused(TestFiles.firstPart(lossless, 58), "cannot be decoded");
    byte[] tiff = stored("rgb-raw.tif");
    ByteBuffer bytes = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(4);
    for (int i = 0; i < bytes.getShort(directory); i++) {
      int entry = directory + 2 + 12 * i;
      if (bytes.getShort(entry) == 256) { // the width
        bytes.putShort(entry + 2, (short) 4).putInt(entry + 8, -5);
      }
    }
    refused(tiff, "cannot be decoded");
  }
}
