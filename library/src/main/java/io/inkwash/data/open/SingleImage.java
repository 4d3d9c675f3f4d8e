package io.inkwash.data.open;

import static io.inkwash.format.Text.format;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Picture;
import io.inkwash.data.archive.FileTree;
import io.inkwash.data.decode.ImageDecoder;
import io.inkwash.data.decode.ImageFormat;
import io.inkwash.format.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One image with its name, for those who work on single images and not on sets: read and resized as
 * images of a set are.
 *
 * @param name the file's name without its ending
 * @param shape its shape, in 1 channel if it has no color
 * @param pixels CHW bytes
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, never compared
public record SingleImage(String name, ImageShape shape, byte[] pixels) {

  /**
   * Reads a PNG, JPEG, WebP or TIFF file.
   *
   * @throws DataException if it is not there, or is not a whole picture of these formats
   */
  public static SingleImage read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw DataException.in(file, "no such file");
    }
    try {
      if (Files.size(file) > FileTree.LARGEST) {
        throw DataException.in(file, "is over " + (FileTree.LARGEST >> 20) + " MiB");
      }
      return of(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read", e);
    }
  }

  /**
   * Decodes the bytes of a PNG, JPEG, WebP or TIFF file.
   *
   * @param file its path, for the name and for messages
   * @throws DataException if they are not a whole picture of these formats
   */
  public static SingleImage of(String file, byte[] bytes) {
    return of(nameOf(file), ImageDecoder.decode(file, bytes));
  }

  /** Whether a file's name is that of a picture that can be read. */
  public static boolean named(String name) {
    return !name.startsWith(".") && ImageFormat.ENDINGS.contains(Names.ending(name));
  }

  /**
   * The picture files of a folder, not of those within it, by their names.
   *
   * @throws DataException if there is none
   */
  public static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> images =
          files
              .filter(Files::isRegularFile)
              .filter(file -> named(file.getFileName().toString()))
              .sorted()
              .toList();
      if (images.isEmpty()) {
        throw DataException.in(
            folder, "holds no " + ImageFormat.NAMES + " files; name another folder");
      }
      return images;
    } catch (IOException e) {
      throw DataException.in(folder, "cannot be read", e);
    }
  }

  /** This image in 1 or 3 channels. */
  public SingleImage inChannels(int channels) {
    return of(name, new Picture(shape, pixels).inChannels(channels));
  }

  /** This image scaled until its short side fits, and the long side cut evenly at both ends. */
  public SingleImage square(int side) {
    return of(name, new Picture(shape, pixels).square(side));
  }

  /**
   * This image in a shape.
   *
   * @param file what it is called in a message
   * @param resized whether one of another size is scaled and cropped, rather than refused
   * @throws DataException if its size is another
   */
  public SingleImage in(String file, ImageShape wanted, boolean resized) {
    SingleImage colored = inChannels(wanted.channels());
    if (colored.shape.equals(wanted)) {
      return colored;
    }
    if (resized && wanted.height() == wanted.width()) {
      return colored.square(wanted.height());
    }
    throw new DataException(
        format(
            "%s is %dx%d, and %dx%d is wanted; resize it",
            file, shape.width(), shape.height(), wanted.width(), wanted.height()));
  }

  private static SingleImage of(String name, Picture picture) {
    return new SingleImage(name, picture.shape(), picture.pixels());
  }

  private static String nameOf(String file) {
    String name = String.valueOf(Path.of(file).getFileName());
    String ending = Names.ending(name);
    return ending.isEmpty() ? name : name.substring(0, name.length() - ending.length() - 1);
  }
}
