package io.inkwash.picture;

import static io.inkwash.format.Text.format;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.open.SingleImage;
import io.inkwash.file.AtomicFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Pictures in files (PNG, GIF), and many pictures in one.
 *
 * <p>Writers are atomic, see {@link AtomicFiles}. Pictures are read by the one decoder of the
 * library, {@link SingleImage#read}: PNG, JPEG, WebP and TIFF, in one channel where a picture has
 * no color.
 */
public final class ImageIo {
  /** What lies between the pictures of a grid. White shows where dark pictures end. */
  private static final int GUTTER = 255;

  private ImageIo() {}

  /**
   * Reads a picture file of any format that is read.
   *
   * @throws DataException if it is not there, is not a whole picture, or is too large
   */
  public static Picture read(Path file) {
    SingleImage image = SingleImage.read(file);
    ImageShape shape = image.shape();
    return new Picture(shape.channels(), shape.height(), shape.width(), image.pixels());
  }

  /** Reads a picture that {@link #writePng} wrote, as {@link #read} does. */
  public static Picture readPng(Path file) {
    return read(file);
  }

  /** The text in a PNG file, by keyword; see {@link Metadata#read}. */
  public static Map<String, String> readPngText(Path file) {
    return Metadata.read(file).entries();
  }

  /** Writes a PNG file. */
  public static void writePng(Path file, Picture picture) {
    writePng(file, picture, Map.of());
  }

  /** Writes a PNG file with text in it; see {@link #writePng(Path, Picture, Metadata)}. */
  public static void writePng(Path file, Picture picture, Map<String, String> text) {
    writePng(file, picture, new Metadata(text));
  }

  /** Writes a PNG file with metadata in it. */
  public static void writePng(Path file, Picture picture, Metadata metadata) {
    AtomicFiles.write(file, metadata.into(png(picture)));
  }

  /** The bytes of a PNG file of a picture. */
  public static byte[] png(Picture picture) {
    return png(Rasters.image(picture));
  }

  /** The bytes of a PNG file of a picture with metadata in it. */
  public static byte[] png(Picture picture, Metadata metadata) {
    return metadata.into(png(picture));
  }

  /** The bytes of a PNG file. */
  static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", output)) {
        throw new IOException("Java has no writer of PNG");
      }
    } catch (IOException e) {
      throw new IllegalStateException("a PNG in memory cannot be written: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes an animated GIF. Gray frames keep their values; RGB frames are reduced to 256 colors
   * each.
   *
   * @param frames at least one, all of one size
   * @param delayMillis how long each frame stands; GIF counts in hundredths of a second, so this is
   *     rounded to 10, at least 20
   * @param loop whether the film begins again at its end
   */
  public static void writeGif(Path file, List<Picture> frames, int delayMillis, boolean loop) {
    GifFilm film = new GifFilm(frames, delayMillis, loop);
    AtomicFiles.write(file, film::writeTo);
  }

  /**
   * Pictures in rows, the first on the top left, with white between and around them. Cells without
   * a picture are white.
   *
   * @param pictures at least one, all of one size
   * @param columns pictures a row, at least 1
   * @param padding pixels between and around, at least 0
   */
  public static Picture grid(List<Picture> pictures, int columns, int padding) {
    Picture first = requireOneSize(pictures);
    if (columns < 1 || padding < 0) {
      throw new IllegalArgumentException(
          format(
              "a grid of %d columns with padding %d; at least 1 and 0 are needed",
              columns, padding));
    }
    int across = Math.min(columns, pictures.size());
    int down = (pictures.size() + across - 1) / across;
    int rowStep = first.height() + padding;
    int columnStep = first.width() + padding;
    Picture grid =
        Picture.filled(
            first.channels(), down * rowStep + padding, across * columnStep + padding, GUTTER);
    for (int i = 0; i < pictures.size(); i++) {
      grid.paste(
          pictures.get(i), padding + i / across * rowStep, padding + i % across * columnStep);
    }
    return grid;
  }

  /** Pictures in one row; see {@link #grid}. */
  public static Picture strip(List<Picture> pictures, int padding) {
    return grid(pictures, Math.max(1, pictures.size()), padding);
  }

  /** Pictures in one row, each with its caption below; see {@link #grid(List, List, int, int)}. */
  public static Picture strip(List<Picture> pictures, List<String> captions, int padding) {
    return grid(pictures, captions, Math.max(1, pictures.size()), padding);
  }

  /**
   * Pictures in rows, each with its caption below. Where a caption is wider than its picture, all
   * pictures stand further apart. On a machine without fonts the captions are left out.
   *
   * @param captions one line for each picture
   */
  public static Picture grid(
      List<Picture> pictures, List<String> captions, int columns, int padding) {
    Picture first = requireOneSize(pictures);
    if (captions.size() != pictures.size()) {
      throw new IllegalArgumentException(
          format(
              "%d captions for %d pictures; one each is needed", captions.size(), pictures.size()));
    }
    Optional<List<Picture>> lines = Lettering.lines(captions, Lettering.sizeFor(first.width()));
    if (lines.isEmpty()) {
      return grid(pictures, columns, padding);
    }
    List<Picture> cells = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      cells.add(captioned(pictures.get(i), lines.get().get(i)));
    }
    return grid(cells, columns, padding);
  }

  private static Picture captioned(Picture picture, Picture caption) {
    int width = Math.max(picture.width(), caption.width());
    int height = picture.height() + caption.height();
    Picture cell = Picture.filled(picture.channels(), height, width, GUTTER);
    cell.paste(picture, 0, (width - picture.width()) / 2);
    cell.paste(
        picture.channels() == 1 ? caption : caption.rgb(),
        picture.height(),
        (width - caption.width()) / 2);
    return cell;
  }

  /** The picture with each pixel a square of {@code factor} by {@code factor} pixels. */
  public static Picture enlarge(Picture picture, int factor) {
    if (factor < 1) {
      throw new IllegalArgumentException(
          format("a picture enlarged %d times; at least 1 is needed", factor));
    }
    int height = Math.multiplyExact(picture.height(), factor);
    int width = Math.multiplyExact(picture.width(), factor);
    Picture large = Picture.filled(picture.channels(), height, width, 0);
    byte[] from = picture.pixels();
    byte[] to = large.pixels();
    for (int row = 0; row < picture.channels() * height; row++) {
      int start = row / factor * picture.width();
      for (int x = 0; x < width; x++) {
        to[row * width + x] = from[start + x / factor];
      }
    }
    return large;
  }

  static Picture requireOneSize(List<Picture> pictures) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("no pictures; at least one is needed");
    }
    Picture first = pictures.get(0);
    for (Picture picture : pictures) {
      if (!picture.isSizeOf(first)) {
        throw new IllegalArgumentException(
            format("pictures of %s and %s side by side; all must be of one size", first, picture));
      }
    }
    return first;
  }
}
