package io.inkwash.data.open;

import static io.inkwash.format.Text.format;

import io.inkwash.data.Bytes;
import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.StoredImages;
import io.inkwash.data.StreamedBytes;
import io.inkwash.data.archive.PackedFile;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The IDX format of MNIST: big-endian, a magic number, one length a dimension, then unsigned bytes.
 * Compressed files are unpacked while they are read. Source: LeCun, Cortes, Burges, "The MNIST
 * database".
 */
final class Idx {

  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;

  /** The types of values by their code, which follows two zero bytes. */
  private static final Map<Integer, String> TYPES =
      Map.of(
          0x08, "bytes",
          0x09, "signed bytes",
          0x0b, "16-bit numbers",
          0x0c, "32-bit numbers",
          0x0d, "32-bit floats",
          0x0e, "64-bit floats");

  /** Files of more bytes of images are mapped where that is possible, and not read into memory. */
  private static final long MAPPED = Runtime.getRuntime().maxMemory() / 4;

  private Idx() {}

  /** Whether a file begins as an IDX file does. Unreadable files do not. */
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
   * @param classNames the names of the classes, or empty to name those that occur by their numbers
   * @throws DataException if a file is missing, damaged, of another kind, or does not fit the other
   */
  static StoredImages read(
      String name, Path images, @Nullable Path labels, List<String> classNames) {
    return read(
        name, PackedFile.of(images), labels == null ? null : PackedFile.of(labels), classNames);
  }

  /** The same of files that may lie in an archive. */
  static StoredImages read(
      String name, PackedFile images, @Nullable PackedFile labels, List<String> classNames) {
    StoredImages pictures = readImages(name, images);
    if (labels == null) {
      return pictures;
    }
    int[] numbers = readLabels(labels, pictures.count());
    if (classNames.isEmpty()) {
      List<String> names =
          IntStream.of(numbers).distinct().sorted().mapToObj(String::valueOf).toList();
      return pictures.withLabels(indices(numbers, names), names);
    }
    int highest = IntStream.of(numbers).max().orElse(0);
    if (highest >= classNames.size()) {
      throw fault(
          labels, "holds the label " + highest + ", allowed are 0 to " + (classNames.size() - 1));
    }
    return pictures.withLabels(numbers, classNames);
  }

  /** The index of each number's name. */
  static int[] indices(int[] numbers, List<String> names) {
    return IntStream.of(numbers).map(number -> names.indexOf(Integer.toString(number))).toArray();
  }

  private static StoredImages readImages(String name, PackedFile file) {
    return open(
        file,
        in -> {
          magic(file, in.readInt(), IMAGES);
          int count = in.readInt();
          int height = in.readInt();
          int width = in.readInt();
          if (count < 1 || height < 1 || width < 1 || (long) height * width > 1 << 28) {
            throw fault(file, "header claims " + count + " images of " + width + "x" + height);
          }
          requireFits(file, 16 + (long) count * height * width);
          ImageShape shape = new ImageShape(1, height, width);
          Optional<Path> onDisk = file.unpackedPath();
          if (onDisk.isPresent() && (long) count * shape.size() > MAPPED) {
            in.skipNBytes((long) count * shape.size());
            MappedIdx mapped = new MappedIdx(onDisk.get(), count, shape);
            return StoredImages.unlabeled(name, shape, StreamedBytes.of(mapped));
          }
          Bytes.requireMemory(file.where(), count, shape);
          byte[][] images = new byte[count][];
          for (int i = 0; i < count; i++) {
            images[i] = new byte[shape.size()];
            fill(file, in, images[i], "image " + i + " of " + count);
          }
          return StoredImages.unlabeled(name, shape, images);
        });
  }

  /** The numbers of a label file that belongs to so many images. */
  static int[] readLabels(PackedFile file, int images) {
    return open(
        file,
        in -> {
          magic(file, in.readInt(), LABELS);
          int count = in.readInt();
          if (count < 1) {
            throw fault(file, "header claims " + count + " labels");
          }
          requireFits(file, 8 + (long) count);
          if (count != images) { // seen before memory is allocated for them
            throw fault(
                file,
                format(
                    "%s labels for %s images: the two files do not belong together",
                    count, images));
          }
          byte[] bytes = new byte[count];
          fill(file, in, bytes, count + " labels");
          return IntStream.range(0, count).map(i -> bytes[i] & 0xff).toArray();
        });
  }

  /** How many images or labels a file's header claims. */
  static int count(PackedFile file) {
    try (DataInputStream in = new DataInputStream(file.open())) {
      in.readInt();
      return in.readInt();
    } catch (IOException e) {
      throw fault(file, "cannot be read (" + DataException.reason(e) + ")");
    }
  }

  private static DataException fault(PackedFile file, String what) {
    return new DataException(file.where() + ": " + what);
  }

  /** Something that is read from an open file. */
  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> T open(PackedFile file, Reader<T> reader) {
    try (DataInputStream in = new DataInputStream(file.open())) {
      T read = reader.read(in);
      if (in.read() >= 0) {
        throw fault(file, "holds more bytes than its header says");
      }
      return read;
    } catch (EOFException e) {
      throw fault(file, "ends too early, fetch or copy it again");
    } catch (ZipException e) {
      throw fault(
          file,
          format(
              "the compressed data are damaged (%s), fetch or copy it again",
              DataException.reason(e)));
    } catch (IOException e) {
      throw fault(file, "cannot be read (" + DataException.reason(e) + ")");
    }
  }

  private static void magic(PackedFile file, int found, int wanted) {
    if (found == wanted) {
      return;
    }
    String kind = wanted == IMAGES ? "image" : "label";
    throw fault(
        file,
        format(
            "begins with 0x%08x%s, an IDX %s file of bytes begins with 0x%08x",
            found, meaning(found), kind, wanted));
  }

  /** What the first word of an IDX file says, in parentheses; empty if it is none. */
  private static String meaning(int magic) {
    if (magic == LABELS) {
      return " (this is a label file)";
    }
    if (magic == IMAGES) {
      return " (this is an image file)";
    }
    String type = TYPES.get(magic >>> 8);
    return type == null ? "" : " (" + (magic & 0xff) + " dimensions of " + type + ")";
  }

  private static void requireFits(PackedFile file, long claimed) throws IOException {
    long most = file.mostUnpacked();
    if (claimed > most) {
      throw fault(
          file,
          format(
              "header claims %s bytes, the file cannot hold more than %s: fetch or copy it again",
              claimed, most));
    }
  }

  private static void fill(PackedFile file, DataInputStream in, byte[] bytes, String what)
      throws IOException {
    try {
      in.readFully(bytes);
    } catch (EOFException e) {
      throw fault(file, "ends inside " + what + ", fetch or copy it again");
    }
  }
}
