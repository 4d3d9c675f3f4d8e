package io.inkwash.data;

import io.inkwash.text.Names;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out what a path holds and opens it with the reader of that format. */
final class DataPaths {

  private static final String ONE_FILE = "has no train and test halves: all its images are used";

  private static final Set<String> IDX_ENDINGS = Set.of("gz", "idx", "ubyte");

  private DataPaths() {}

  static StoredImages open(String spec, Split split, DataOptions options) {
    Path path = existing(spec);
    if (path == null) {
      int comma = spec.lastIndexOf(',');
      if (comma < 1) {
        throw unknown(spec);
      }
      return pair(spec.substring(0, comma).strip(), spec.substring(comma + 1).strip());
    }
    if (Files.isDirectory(path)) {
      return folder(path, split, options);
    }
    return file(path, split, options);
  }

  /** One half of a folder of IDX files under the names that MNIST gave them. */
  static StoredImages idxHalf(String name, Path folder, Split split, List<String> classNames) {
    String half = split == Split.TRAIN ? "train" : "t10k";
    return Idx.read(
        name,
        inFolder(folder, half + "-images-idx3-ubyte"),
        inFolder(folder, half + "-labels-idx1-ubyte"),
        classNames);
  }

  private static Path inFolder(Path folder, String name) {
    return packedOrNot(folder.resolve(name)).orElse(folder.resolve(name + ".gz"));
  }

  private static Optional<Path> packedOrNot(Path file) {
    return Stream.of("", ".gz")
        .map(ending -> file.resolveSibling(file.getFileName() + ending))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static StoredImages folder(Path path, Split split, DataOptions options) {
    String name = name(path);
    if (Cifar.looksLike(path)) {
      return Cifar.folder(name, path, split);
    }
    boolean idx =
        Stream.of("train", "t10k")
            .anyMatch(half -> packedOrNot(path.resolve(half + "-images-idx3-ubyte")).isPresent());
    if (idx) {
      return idxHalf(name, path, split, List.of());
    }
    return ImageFolder.folder(name, path, split, options);
  }

  private static StoredImages file(Path path, Split split, DataOptions options) {
    String ending = Names.ending(path.toString());
    if (ending.equals("zip")) {
      return ImageFolder.zip(name(path), path, split, options);
    }
    if (ending.equals("bin")) {
      return Cifar.files(name(path), List.of(path)).withNote(ONE_FILE);
    }
    if (Idx.looksLike(path) || IDX_ENDINGS.contains(ending)) {
      Optional<Path> labels = labelsBeside(path);
      StoredImages source = Idx.read(name(path), path, labels.orElse(null), List.of());
      return labels.isPresent()
          ? source.withNote(ONE_FILE)
          : source.withNote(ONE_FILE).withNote("has no label file beside it: no labels");
    }
    throw DataException.in(
        path,
        "is not a data set: give a folder or zip of images, an IDX file or a CIFAR .bin file");
  }

  private static Optional<Path> labelsBeside(Path images) {
    String name = String.valueOf(images.getFileName());
    String base = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    String labels = base.replace("images", "labels").replace("idx3", "idx1");
    return labels.equals(base) ? Optional.empty() : packedOrNot(images.resolveSibling(labels));
  }

  private static StoredImages pair(String images, String labels) {
    Path file = Path.of(images);
    return Idx.read(name(file), file, Path.of(labels), List.of()).withNote(ONE_FILE);
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
    return new DataException("no data set '" + spec + "': " + hint);
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
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? path.toString() : last.toString();
  }
}
