package io.inkwash.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The IDX format of MNIST: big-endian, a magic number, one length a dimension, then unsigned bytes.
 * Files packed with gzip are unpacked while read. Source: LeCun, Cortes, Burges, "The MNIST
 * database".
 */
final class Idx {

  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;

  private Idx() {}

  /** Whether a file begins as an IDX file of bytes does. Unreadable files do not. */
  static boolean looksLike(Path file) {
    try (DataInputStream in = new DataInputStream(Bytes.open(file))) {
      return (in.readInt() & 0xffffff00) == (IMAGES & 0xffffff00);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads a set of gray images.
   *
   * @param labels the label file, or null for an unlabeled set
   * @param classNames the names of the classes, or empty to number those that occur
   * @throws DataException if a file is missing, damaged, of another kind, or does not fit the other
   */
  static StoredImages read(
      String name, Path images, @Nullable Path labels, List<String> classNames) {
    StoredImages pictures = readImages(name, images);
    if (labels == null) {
      return pictures;
    }
    int[] classes = readLabels(labels);
    if (classes.length != pictures.count()) {
      throw DataException.in(
          labels,
          "%s labels for the %s images of %s: the two files do not belong together"
              .formatted(classes.length, pictures.count(), images.getFileName()));
    }
    int highest = IntStream.of(classes).max().orElse(0);
    if (classNames.isEmpty()) {
      classNames = IntStream.rangeClosed(0, highest).mapToObj(String::valueOf).toList();
    } else if (highest >= classNames.size()) {
      throw DataException.in(
          labels, "holds the label " + highest + ", allowed are 0 to " + (classNames.size() - 1));
    }
    return pictures.withLabels(classes, classNames);
  }

  private static StoredImages readImages(String name, Path file) {
    return open(
        file,
        in -> {
          magic(file, in.readInt(), IMAGES);
          int count = in.readInt();
          int height = in.readInt();
          int width = in.readInt();
          if (count < 1 || height < 1 || width < 1 || (long) height * width > 1 << 28) {
            throw DataException.in(
                file, "header claims " + count + " images of " + width + "x" + height);
          }
          requireFits(file, 16 + (long) count * height * width);
          ImageShape shape = new ImageShape(1, height, width);
          Bytes.requireMemory(file.toString(), count, shape);
          byte[][] images = new byte[count][];
          for (int i = 0; i < count; i++) {
            images[i] = new byte[shape.size()];
            fill(file, in, images[i], "image " + i + " of " + count);
          }
          return StoredImages.unlabeled(name, shape, images);
        });
  }

  private static int[] readLabels(Path file) {
    return open(
        file,
        in -> {
          magic(file, in.readInt(), LABELS);
          int count = in.readInt();
          if (count < 1) {
            throw DataException.in(file, "header claims " + count + " labels");
          }
          requireFits(file, 8 + (long) count);
          byte[] bytes = new byte[count];
          fill(file, in, bytes, count + " labels");
          return IntStream.range(0, count).map(i -> bytes[i] & 0xff).toArray();
        });
  }

  /** Something that is read from an open file. */
  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> T open(Path file, Reader<T> reader) {
    if (!Files.isRegularFile(file)) {
      throw DataException.in(file, "no such file");
    }
    try (DataInputStream in = new DataInputStream(Bytes.open(file))) {
      T read = reader.read(in);
      if (in.read() >= 0) {
        throw DataException.in(file, "holds more bytes than its header says");
      }
      return read;
    } catch (EOFException e) {
      throw DataException.in(file, "ends too early, fetch or copy it again", e);
    } catch (ZipException e) {
      throw DataException.in(file, "the gzip packing is damaged, fetch or copy it again", e);
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read", e);
    }
  }

  private static void magic(Path file, int found, int wanted) {
    if (found == wanted) {
      return;
    }
    String kind = wanted == IMAGES ? "image" : "label";
    String hint = "";
    if (found == LABELS) {
      hint = " (this is a label file)";
    } else if (found == IMAGES) {
      hint = " (this is an image file)";
    }
    throw DataException.in(
        file,
        "begins with 0x%08x%s, an IDX %s file of bytes begins with 0x%08x"
            .formatted(found, hint, kind, wanted));
  }

  private static void requireFits(Path file, long claimed) throws IOException {
    long most = Bytes.mostUnpacked(file);
    if (claimed > most) {
      throw DataException.in(
          file,
          "header claims %s bytes, the file cannot hold more than %s: fetch or copy it again"
              .formatted(claimed, most));
    }
  }

  private static void fill(Path file, DataInputStream in, byte[] bytes, String what)
      throws IOException {
    try {
      in.readFully(bytes);
    } catch (EOFException e) {
      throw DataException.in(file, "ends inside " + what + ", fetch or copy it again", e);
    }
  }
}
