package io.inkwash.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.inkwash.data.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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
  void picturesOfTheOneDecoderAreRead() throws IOException {
    Path file = folder.resolve("gray.jpg");
    ImageIO.write(Rasters.image(Picture.filled(GRAY, 8, 8, 77)), "jpeg", file.toFile());
    assertThat(ImageIo.read(file)).isEqualTo(Picture.filled(GRAY, 8, 8, 77));
    ImageIo.writePng(file, Picture.filled(RGB, 8, 8, 77));
    assertThat(ImageIo.read(file)).isEqualTo(Picture.filled(GRAY, 8, 8, 77));
    assertThatThrownBy(() -> ImageIo.read(folder.resolve("none.png")))
        .isInstanceOf(DataException.class)
        .hasMessage(folder.resolve("none.png") + ": no such file");
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

  /** Each picture stands as it is, in the middle of its column, with ink below it. */
  @Test
  void captionsStandBelowThePicturesOfAGrid() {
    assumeTrue(Lettering.isPossible());
    List<Picture> pictures = List.of(noise(GRAY, 9, 8), noise(GRAY, 9, 8), noise(GRAY, 9, 8));
    Picture grid = ImageIo.grid(pictures, List.of("cow", "dog", "cow"), 2, 1);
    int cellWidth = (grid.width() - 3) / 2;
    int cellHeight = (grid.height() - 3) / 2;
    for (int i = 0; i < 3; i++) {
      int top = 1 + i / 2 * (cellHeight + 1);
      int left = 1 + i % 2 * (cellWidth + 1);
      int inset = (cellWidth - 8) / 2;
      int darkest = 255;
      for (int x = 0; x < cellWidth; x++) {
        boolean within = x >= inset && x < inset + 8;
        int expected = within ? pictures.get(i).at(0, 4, x - inset) : 255;
        assertThat(grid.at(0, top + 4, left + x)).isEqualTo(expected);
        for (int y = 9; y < cellHeight; y++) {
          darkest = Math.min(darkest, grid.at(0, top + y, left + x));
        }
      }
      assertThat(darkest).isLessThan(100);
    }
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
      assertThat(pictureOf(reader.read(i))).isEqualTo(frames.get(i).rgb());
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
    Picture read = pictureOf(ImageIO.read(file.toFile()));
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
    assertThat(pictureOf(ImageIO.read(file.toFile()))).isEqualTo(picture);
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

  private static Picture pictureOf(BufferedImage image) {
    int area = image.getWidth() * image.getHeight();
    int[] colors =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    byte[] pixels = new byte[3 * area];
    for (int i = 0; i < 3 * area; i++) {
      pixels[i] = (byte) (colors[i % area] >> (16 - 8 * (i / area)));
    }
    return new Picture(RGB, image.getHeight(), image.getWidth(), pixels);
  }

  private static int[] row(Picture picture, int y) {
    int[] row = new int[picture.width()];
    Arrays.setAll(row, x -> picture.at(0, y, x));
    return row;
  }
}
