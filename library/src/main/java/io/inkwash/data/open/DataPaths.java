package io.inkwash.data.open;

import static io.inkwash.format.Text.format;

import io.inkwash.data.Bytes;
import io.inkwash.data.DataException;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.archive.FileNames;
import io.inkwash.data.archive.FileTree;
import io.inkwash.data.archive.FolderFiles;
import io.inkwash.data.archive.StreamedFiles;
import io.inkwash.data.archive.ZipFiles;
import io.inkwash.format.Names;
import io.inkwash.format.Quote;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import org.jspecify.annotations.Nullable;

/** Finds out what a path holds, by the content before the name, and reads it by that format. */
public final class DataPaths {

  private static final Set<String> IDX_ENDINGS = Set.of("gz", "idx", "ubyte");

  /** As many bytes as tell a tar: its first header. */
  private static final int TAR_HEADER = 512;

  private DataPaths() {}

  /** What one archive or file is. */
  private enum Kind {
    ZIP,
    SEVEN_ZIP,
    TAR,
    IDX,
    CIFAR,
    OTHER
  }

  /** Reads one half of what a path, or two with a comma between, name. */
  public static StoredImages open(String spec, Split split, DataOptions options) {
    Path path = existing(spec);
    if (path == null) {
      int comma = spec.lastIndexOf(',');
      if (comma < 1) {
        throw unknown(spec);
      }
      return pair(
          spec.substring(0, comma).strip(), spec.substring(comma + 1).strip(), split, options);
    }
    String name = name(path);
    Kind kind = kind(path);
    try (FileTree tree = tree(path, kind)) {
      FoundSet found = found(name, path, kind, tree, options);
      return half(found, name, split, options).at(path);
    } catch (EOFException e) {
      throw DataException.in(path, "ends too early, fetch or copy it again", e);
    } catch (IOException e) {
      throw DataException.in(path, "cannot be read, fetch or copy it again", e);
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      // how the readers of archives complain of some damages
      throw DataException.in(path, "is damaged, fetch or copy it again", e);
    }
  }

  private static Kind kind(Path path) {
    if (Files.isDirectory(path)) {
      return Kind.OTHER;
    }
    String ending = Names.ending(path.toString());
    try (InputStream in = Bytes.open(path)) {
      BufferedInputStream content = new BufferedInputStream(in);
      content.mark(TAR_HEADER);
      String first = HexFormat.of().formatHex(content.readNBytes(6));
      content.reset();
      if (first.startsWith("504b0304") || first.startsWith("504b0506") || ending.equals("zip")) {
        return Kind.ZIP;
      }
      if (first.equals("377abcaf271c")) {
        return Kind.SEVEN_ZIP;
      }
      if (ending.equals("bin")) {
        return Kind.CIFAR;
      }
      if (first.startsWith("000008") || (IDX_ENDINGS.contains(ending) && !isTar(content))) {
        return Kind.IDX;
      }
      return isTar(content) ? Kind.TAR : Kind.OTHER;
    } catch (IOException e) {
      if (ending.equals("zip") || IDX_ENDINGS.contains(ending)) {
        return ending.equals("zip") ? Kind.ZIP : Kind.IDX;
      }
      throw DataException.in(path, "cannot be read, fetch or copy it again", e);
    }
  }

  private static boolean isTar(BufferedInputStream content) {
    try {
      return ArchiveStreamFactory.detect(content).equals(ArchiveStreamFactory.TAR);
    } catch (ArchiveException e) {
      return false;
    }
  }

  private static FileTree tree(Path path, Kind kind) throws IOException {
    return switch (kind) {
      case ZIP -> new ZipFiles(path);
      case SEVEN_ZIP -> StreamedFiles.sevenZip(path);
      case TAR -> StreamedFiles.tar(path);
      default -> Files.isDirectory(path) ? FolderFiles.below(path) : FolderFiles.beside(path);
    };
  }

  private static FoundSet found(
      String name, Path path, Kind kind, FileTree tree, DataOptions options) {
    return switch (kind) {
      case CIFAR -> whole(Cifar.file(name, path));
      case IDX -> {
        String file = FileNames.of(path);
        Optional<FoundSet> set = IdxSet.of(name, tree, file);
        yield set.isPresent() ? set.get() : whole(idxFile(name, path));
      }
      case OTHER -> {
        if (!Files.isDirectory(path)) {
          String foreign = ForeignFiles.what(name);
          throw DataException.in(
              path,
              foreign.isEmpty()
                  ? "is not a data set: give a folder or archive (zip, tar, 7z) of pictures, an IDX"
                      + " file or a CIFAR .bin file"
                  : "is " + foreign);
        }
        yield files(name, tree, options);
      }
      default -> files(name, tree, options);
    };
  }

  /** The set in a folder or an archive. */
  private static FoundSet files(String name, FileTree tree, DataOptions options) {
    return Cifar.in(name, tree)
        .or(() -> IdxSet.in(name, tree))
        .or(() -> ShardSet.in(name, tree, options))
        .orElseGet(() -> new ImageFolder(name, tree, options));
  }

  /** An IDX file whose name does not say what belongs to it. */
  private static StoredImages idxFile(String name, Path path) {
    StoredImages source = Idx.read(name, path, null, List.of());
    return source.withNote("has no label file beside it: no labels");
  }

  private static StoredImages pair(String images, String labels, Split split, DataOptions options) {
    Path file = Path.of(images);
    StoredImages source = Idx.read(name(file), file, Path.of(labels), List.of());
    return half(whole(source), name(file), split, options).at(file);
  }

  /** A set without halves that is read already. */
  private static FoundSet whole(StoredImages source) {
    return new FoundSet() {
      @Override
      public boolean hasTest() {
        return false;
      }

      @Override
      public StoredImages read(Split half, Choice choice) {
        return source.choose(choice.of(source.count()));
      }
    };
  }

  /** One half: that of the set; without halves, a part that is kept back, or the rest. */
  private static StoredImages half(FoundSet found, String name, Split split, DataOptions options) {
    if (found.hasTest()) {
      return found.read(split, limited(Choice.ALL, options));
    }
    double fraction = options.reading().holdOut();
    Choice chosen = Choice.heldOut(fraction, split);
    int[] total = new int[1];
    Choice some =
        count -> {
          total[0] = count;
          int[] indices = chosen.of(count);
          if (indices.length == 0) {
            throw noTestImages(name, count, fraction);
          }
          return indices;
        };
    StoredImages source = found.read(Split.TRAIN, limited(some, options));
    return source.withNote(note(split, (int) (fraction * total[0]), total[0]));
  }

  private static Choice limited(Choice choice, DataOptions options) {
    return options.limit() > 0 ? choice.first(options.limit()) : choice;
  }

  private static String note(Split split, int kept, int count) {
    if (split == Split.TEST) {
      return "has no test images of its own: these are kept back from training";
    }
    return kept == 0
        ? format("has no test images, and none are kept back: all %d are training images", count)
        : format("has no test images: %d of its %d images are kept back as such", kept, count);
  }

  private static DataException noTestImages(String name, int count, double fraction) {
    String why =
        fraction == 0
            ? "none are kept back"
            : format("a fraction of %s of %s images is less than one", fraction, count);
    return new DataException(
            format(
                "%s: has no test images of its own, and %s: there are no unseen images", name, why))
        .withRemedy(DataException.Remedy.HOLD_OUT);
  }

  private static DataException unknown(String spec) {
    if (spec.contains("/") || spec.contains("\\") || spec.contains(".")) {
      return new DataException(spec + ": no such file or folder");
    }
    List<String> names = DataSets.named().stream().map(NamedSet::name).toList();
    String hint =
        Names.closest(spec, names)
            .map(name -> "did you mean " + name + "?")
            .orElse("known are " + String.join(", ", names) + ", or give a path");
    return new DataException("no data set '" + Quote.line(spec) + "': " + hint);
  }

  private static @Nullable Path existing(String spec) {
    try {
      Path path = Path.of(spec);
      return !spec.isBlank() && Files.exists(path) ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String name(Path path) {
    return FileNames.of(path.toAbsolutePath().normalize());
  }
}
