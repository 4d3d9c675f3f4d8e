package io.inkwash.data.open;

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
      Picture picture = ImageDecoder.decode(file.toString(), Files.readAllBytes(file));
      return of(nameOf(file), picture);
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read", e);
    }
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
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .filter(
                  file -> ImageFormat.ENDINGS.contains(Names.ending(file.getFileName().toString())))
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

  private static SingleImage of(String name, Picture picture) {
    return new SingleImage(name, picture.shape(), picture.pixels());
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    String ending = Names.ending(name);
    return ending.isEmpty() ? name : name.substring(0, name.length() - ending.length() - 1);
  }
}
