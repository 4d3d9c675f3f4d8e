package io.inkwash.data;

import io.inkwash.data.ImageDecoder.Decoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Reads a folder or zip of picture files, arranged as {@link FolderLayout} says. */
final class ImageFolder {

  private final ImageFiles files;

  private ImageFolder(ImageFiles files) {
    this.files = files;
  }

  static StoredImages folder(String name, Path folder, Split split, DataOptions options) {
    try (ImageFiles files = new FolderFiles(folder)) {
      return new ImageFolder(files).read(name, split, options);
    } catch (IOException | UncheckedIOException e) {
      throw DataException.in(folder, "cannot be read", e);
    }
  }

  static StoredImages zip(String name, Path zip, Split split, DataOptions options) {
    try (ImageFiles files = new ZipFiles(zip)) {
      return new ImageFolder(files).read(name, split, options);
    } catch (IOException | IllegalArgumentException e) { // the latter for undecodable entry names
      throw DataException.in(zip, "cannot be read as a zip, fetch or copy it again", e);
    }
  }

  private StoredImages read(String name, Split split, DataOptions options) {
    FolderLayout layout = FolderLayout.of(files.where(), files.paths(), split);
    List<String> paths = layout.images();
    if (options.limit() > 0 && options.limit() < paths.size()) {
      paths = paths.subList(0, options.limit());
    }
    StoredImages source = decode(name, paths, options);
    if (!layout.classNames().isEmpty()) {
      int[] labels = paths.stream().mapToInt(layout::label).toArray();
      source = source.withLabels(labels, layout.classNames());
    }
    for (String note : layout.notes()) {
      source = source.withNote(note);
    }
    return source;
  }

  private StoredImages decode(String name, List<String> paths, DataOptions options) {
    ImageShape natural = decode(paths.get(0), decoded -> decoded.picture().shape());
    int side = options.size();
    ImageShape expected =
        new ImageShape(
            options.channels() == 0 ? natural.channels() : options.channels(),
            side == 0 ? natural.height() : side,
            side == 0 ? natural.width() : side);
    Bytes.requireMemory(files.where(), paths.size(), expected);
    AtomicInteger turned = new AtomicInteger();
    List<Picture> pictures =
        paths.parallelStream()
            .map(
                path -> {
                  return decode(
                      path,
                      decoded -> {
                        Picture picture = decoded.picture();
                        if (decoded.turned()) {
                          turned.incrementAndGet();
                        }
                        requireSameSize(path, picture.shape(), paths.get(0), natural, side);
                        return side == 0 ? picture : picture.square(side);
                      });
                })
            .toList();
    int channels = options.channels();
    if (channels == 0) {
      channels = pictures.stream().mapToInt(p -> p.shape().channels()).max().orElse(1);
    }
    ImageShape shape = new ImageShape(channels, expected.height(), expected.width());
    byte[][] bytes =
        pictures.stream()
            .map(picture -> picture.inChannels(shape.channels()).pixels())
            .toArray(byte[][]::new);
    StoredImages source = StoredImages.unlabeled(name, shape, bytes);
    return turned.get() == 0
        ? source
        : source.withNote("turned as their EXIF orientation says: " + turned + " images");
  }

  private <T> T decode(String path, Function<Decoded, T> use) {
    String where = files.where() + "/" + path;
    try {
      return ImageDecoder.decode(where, files.read(path), use);
    } catch (IOException e) {
      throw new DataException(where + ": cannot be read (" + DataException.reason(e) + ")", e);
    }
  }

  private void requireSameSize(
      String path, ImageShape shape, String firstPath, ImageShape first, int side) {
    if (side == 0 && (shape.height() != first.height() || shape.width() != first.width())) {
      throw new DataException(
          "%s/%s: is %s, %s is %s: give a size (--size N) to fit all images to"
              .formatted(files.where(), path, shape, firstPath, first));
    }
  }
}
