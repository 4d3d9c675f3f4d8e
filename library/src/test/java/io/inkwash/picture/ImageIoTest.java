package io.inkwash.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.file.FileException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageIoTest {
  private static final int GRAY = 1;
  private static final int RGB = 3;

  @TempDir Path folder;

  private static Picture noise(int channels, int height, int width) {
    byte[] pixels = new byte[channels * height * width];
    new SplittableRandom(7).nextBytes(pixels);
    return new Picture(channels, height, width, pixels);
  }

  @Test
  void pngKeepsEveryPixel() {
    Path file = folder.resolve("new/x.png");
    for (int channels : new int[] {GRAY, RGB}) {
      Picture picture = noise(channels, 37, 53);
      ImageIo.writePng(file, picture);
      assertThat(ImageIo.readPng(file)).isEqualTo(picture);
      assertThat(ImageIo.read(file)).isEqualTo(picture);
    }
  }

  @Test
  void channelsStandInTheirOrder() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x010203);
    image.setRGB(1, 0, 0xfffefd);
    assertThat(stored(image, "png"))
        .isEqualTo(new Picture(RGB, 1, 2, new byte[] {1, -1, 2, -2, 3, -3}));
  }

  @Test
  void textGoesInAndComesOut() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("recipe", "ddpm");
    text.put("seed", "7");
    text.put("Latin", "caf\u00e9, two\nlines");
    text.put("empty", "");
    text.put("ink", "\u58a8 and \ud83d\udd8b");
    Path file = folder.resolve("x.png");
    ImageIo.writePng(file, noise(GRAY, 4, 4), text);
    assertThat(ImageIo.readPngText(file)).isEqualTo(text);
    assertThat(ImageIo.readPng(file)).isEqualTo(noise(GRAY, 4, 4));
    for (String keyword : List.of("", " a", "a ", "a\nb", "\u58a8", "k".repeat(80))) {
      assertThatThrownBy(() -> ImageIo.writePng(file, noise(GRAY, 4, 4), Map.of(keyword, "v")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 79 printable Latin-1");
    }
  }

  @Test
  void jpegIsCloseAndTellsGreyFromColor() throws IOException {
    Picture smooth = Picture.filled(GRAY, 32, 40, 0);
    for (int i = 0; i < smooth.pixels().length; i++) {
      smooth.pixels()[i] = (byte) (i % 40 * 5);
    }
    for (Picture picture : List.of(smooth, smooth.rgb())) {
      Picture read = stored(Rasters.image(picture), "jpeg");
      assertThat(read.channels()).isEqualTo(picture.channels());
      for (int i = 0; i < picture.pixels().length; i++) {
        // A smooth ramp loses a few gray levels to JPEG's quantization, not more.
        assertThat(read.pixels()[i] & 0xff).isCloseTo(picture.pixels()[i] & 0xff, within(6));
      }
    }
  }

  @Test
  void grayOfSixteenBitsAndOfPalettes() throws IOException {
    BufferedImage deep = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 128 * 257, 65535});
    assertThat(stored(deep, "png")).isEqualTo(new Picture(GRAY, 1, 3, new byte[] {0, -128, -1}));

    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, 0xffffffff);
    assertThat(stored(bits, "png")).isEqualTo(new Picture(GRAY, 1, 2, new byte[] {0, -1}));

    byte[] red = {0, -1};
    byte[] rest = {0, 64};
    IndexColorModel palette = new IndexColorModel(1, 2, red, rest, rest);
    BufferedImage colored = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    colored.getRaster().setSample(1, 0, 0, 1);
    assertThat(stored(colored, "png"))
        .isEqualTo(new Picture(RGB, 1, 2, new byte[] {0, -1, 0, 64, 0, 64}));
  }

  @Test
  void transparencyShowsWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, new Color(10, 20, 30, 255).getRGB());
    image.setRGB(1, 0, new Color(10, 20, 30, 0).getRGB());
    image.setRGB(2, 0, new Color(0, 0, 255, 51).getRGB());
    assertThat(stored(image, "png"))
        .isEqualTo(
            new Picture(
                RGB, 1, 3, new byte[] {10, -1, (byte) 204, 20, -1, (byte) 204, 30, -1, -1}));
  }

  private Picture stored(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("stored." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return format.equals("png") ? ImageIo.readPng(file) : ImageIo.readJpeg(file);
  }

  @Test
  void whatIsNoPictureIsRefusedInOneLine() throws IOException {
    Path file = folder.resolve("x.png");
    refused(file, "cannot be read: no such file");
    Files.write(file, new byte[0]);
    refused(file, "is not a PNG file; it begins with nothing: it is empty");
    Files.writeString(file, "hello world");
    refused(file, "is not a PNG file; it begins with 68 65 6c 6c 6f 20 77 6f");
    assertThatThrownBy(() -> ImageIo.read(file))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("is neither PNG nor JPEG");

    ImageIo.writePng(file, noise(RGB, 64, 64));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    refused(file, "damaged");
    Files.write(file, Arrays.copyOf(whole, 8));
    refused(file, "damaged");
    Files.write(file, sized(whole, 50_000, 50_000));
    refused(file, "has 50000 x 50000 pixels; at most 67108864 in all are read");
    Files.write(file, sized(whole, 0, 64));
    refused(file, "damaged");
  }

  private static void refused(Path file, String reason) {
    assertThatThrownBy(() -> ImageIo.readPng(file))
        .isInstanceOf(FileException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }

  /** The PNG with another size in its header, its checksum right. */
  private static byte[] sized(byte[] png, int width, int height) {
    ByteBuffer changed = ByteBuffer.wrap(png.clone()).putInt(16, width).putInt(20, height);
    CRC32 checksum = new CRC32();
    checksum.update(changed.array(), 12, 17);
    return changed.putInt(29, (int) checksum.getValue()).array();
  }

  @Test
  void aTruncatedJpegIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(Rasters.image(noise(RGB, 64, 64)), "jpeg", bytes);
    Path file = folder.resolve("x.jpg");
    Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    assertThatThrownBy(() -> ImageIo.readJpeg(file))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("is a damaged JPEG file: ");
  }

  @Test
  void brokenPicturesNeverThrowAnythingElse() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(Rasters.image(noise(RGB, 16, 16)), "jpeg", jpeg);
    byte[] png = ImageIo.png(Rasters.image(noise(RGB, 16, 16)), Map.of("a", "b", "c", "\u58a8"));
    SplittableRandom random = new SplittableRandom(3);
    Path file = folder.resolve("x");
    for (int i = 0; i < 600; i++) {
      byte[] bytes = i % 2 == 0 ? png.clone() : jpeg.toByteArray();
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        bytes[random.nextInt(Math.min(bytes.length, 200))] = (byte) random.nextInt(256);
      }
      Files.write(file, bytes);
      try {
        ImageIo.read(file);
        if (i % 2 == 0) {
          ImageIo.readPngText(file);
        }
      } catch (FileException refused) {
        assertThat(refused.getMessage()).hasLineCount(1);
      } catch (RuntimeException | Error other) {
        fail("mutation %d: %s".formatted(i, Arrays.toString(bytes)), other);
      }
    }
  }

  @Test
  void gridsFillRowsFirst() {
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pictures.add(Picture.filled(GRAY, 2, 3, i));
    }
    Picture grid = ImageIo.grid(pictures, 3, 1);
    assertThat(grid).hasToString("1x7x13");
    assertThat(row(grid, 0)).containsOnly(255);
    assertThat(row(grid, 1)).containsExactly(255, 0, 0, 0, 255, 1, 1, 1, 255, 2, 2, 2, 255);
    assertThat(row(grid, 5)).containsExactly(255, 3, 3, 3, 255, 4, 4, 4, 255, 255, 255, 255, 255);
    assertThat(ImageIo.grid(pictures, 9, 0)).isEqualTo(ImageIo.strip(pictures, 0));
    assertThat(ImageIo.strip(pictures, 0)).hasToString("1x2x15");
  }

  @Test
  void colorGridsKeepTheirChannelsApart() {
    Picture grid = ImageIo.grid(List.of(noise(RGB, 4, 4), Picture.filled(RGB, 4, 4, 9)), 2, 0);
    for (int c = 0; c < 3; c++) {
      assertThat(grid.at(c, 2, 1)).isEqualTo(noise(RGB, 4, 4).at(c, 2, 1));
      assertThat(grid.at(c, 2, 5)).isEqualTo(9);
    }
  }

  @Test
  void gridsRefuseWhatDoesNotFit() {
    assertThatThrownBy(() -> ImageIo.grid(List.of(), 2, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ImageIo.grid(List.of(noise(GRAY, 2, 2)), 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ImageIo.strip(List.of(noise(GRAY, 2, 2), noise(RGB, 2, 2)), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1x2x2 and 3x2x2");
    assertThatThrownBy(() -> ImageIo.strip(List.of(noise(GRAY, 2, 2)), List.of("a", "b"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 captions for 1 pictures");
  }

  @Test
  void enlargedPixelsAreSquares() {
    Picture large = ImageIo.enlarge(noise(RGB, 3, 5), 4);
    assertThat(large).hasToString("3x12x20");
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 12; y++) {
        for (int x = 0; x < 20; x++) {
          assertThat(large.at(c, y, x)).isEqualTo(noise(RGB, 3, 5).at(c, y / 4, x / 4));
        }
      }
    }
  }

  @Test
  void gifsPlayAllFrames() throws IOException {
    List<Picture> frames = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      frames.add(ImageIo.enlarge(Picture.filled(GRAY, 3, 4, 50 * i), 2));
    }
    Path file = folder.resolve("film.gif");
    ImageIo.writeGif(file, frames, 84, true);
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(ImageIO.createImageInputStream(file.toFile()));
    assertThat(reader.getNumImages(true)).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      assertThat(Rasters.picture(reader.read(i))).isEqualTo(frames.get(i));
      IIOMetadataNode tree =
          (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
      IIOMetadataNode control =
          (IIOMetadataNode) tree.getElementsByTagName("GraphicControlExtension").item(0);
      assertThat(control.getAttribute("delayTime")).isEqualTo("8");
      assertThat(tree.getElementsByTagName("ApplicationExtension").getLength())
          .isEqualTo(i == 0 ? 1 : 0);
    }
    reader.dispose();
  }

  @Test
  void coloredGifsStayClose() throws IOException {
    Picture picture = Picture.filled(RGB, 32, 32, 0);
    for (int i = 0; i < 32 * 32; i++) {
      picture.pixels()[i] = (byte) (i % 32 * 8);
      picture.pixels()[1024 + i] = (byte) (i / 32 * 8);
      picture.pixels()[2048 + i] = (byte) (255 - i % 32 * 8);
    }
    Path file = folder.resolve("film.gif");
    ImageIo.writeGif(file, List.of(picture, picture), 100, false);
    Picture read = Rasters.picture(ImageIO.read(file.toFile()));
    double error = 0;
    double drift = 0;
    for (int i = 0; i < picture.pixels().length; i++) {
      int difference = (read.pixels()[i] & 0xff) - (picture.pixels()[i] & 0xff);
      error += Math.abs(difference);
      drift += difference;
    }
    // 1,024 colors share 256: each is off by a few levels, their mean by next to nothing.
    assertThat(error / picture.pixels().length).isLessThan(8);
    assertThat(drift / picture.pixels().length).isCloseTo(0, within(0.5));
  }

  @Test
  void aGifOfFewColorsIsExact() throws IOException {
    Picture picture = Picture.filled(RGB, 8, 64, 0);
    for (int i = 0; i < 8 * 64; i++) {
      picture.pixels()[i] = (byte) (i % 4 * 85);
      picture.pixels()[512 + i] = (byte) (i / 64 * 36);
      picture.pixels()[1024 + i] = (byte) (i % 8 * 30);
    }
    Path file = folder.resolve("film.gif");
    ImageIo.writeGif(file, List.of(picture), 100, false);
    assertThat(Rasters.picture(ImageIO.read(file.toFile()))).isEqualTo(picture);
  }

  @Test
  void gifsRefuseWhatCannotPlay() {
    Path file = folder.resolve("film.gif");
    assertThatThrownBy(() -> ImageIo.writeGif(file, List.of(), 100, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ImageIo.writeGif(file, List.of(noise(GRAY, 2, 2)), 5, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a frame every 5 ms; at least 20");
    assertThat(file).doesNotExist();
  }

  @Test
  void picturesCheckTheirSize() {
    assertThatThrownBy(() -> new Picture(2, 1, 1, new byte[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 channels; 1 (gray) and 3 (RGB)");
    assertThatThrownBy(() -> new Picture(1, 0, 1, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Picture(1, 2, 2, new byte[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 x 2 x 2 pixels take 4 bytes, not 5");
  }

  private static int[] row(Picture picture, int y) {
    int[] row = new int[picture.width()];
    Arrays.setAll(row, x -> picture.at(0, y, x));
    return row;
  }
}
