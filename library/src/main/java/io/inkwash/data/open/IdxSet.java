package io.inkwash.data.open;

import static io.inkwash.format.Text.format;

import io.inkwash.data.DataException;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.archive.FileNames;
import io.inkwash.data.archive.FileTree;
import io.inkwash.data.archive.PackedFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A set of IDX files, found by their names in a folder or an archive. */
final class IdxSet implements FoundSet {

  /** The files of one half. */
  private static final class Files {
    private @Nullable String images;
    private @Nullable String labels;
  }

  private final String name;
  private final FileTree tree;
  private final Map<Split, Files> halves;

  private IdxSet(String name, FileTree tree, Map<Split, Files> halves) {
    this.name = name;
    this.tree = tree;
    this.halves = halves;
  }

  /**
   * The set that a folder or archive holds; empty if it holds no image file under such a name.
   *
   * @throws DataException if it holds several sets
   */
  static Optional<FoundSet> in(String name, FileTree tree) {
    Map<String, Map<Split, Files>> sets = sets(tree);
    if (sets.size() > 1) {
      throw new DataException(
          format(
              "%s: holds several sets, %s: name the image file of one",
              tree.root(), String.join(", ", sets.keySet())));
    }
    return sets.values().stream().findFirst().map(halves -> new IdxSet(name, tree, halves));
  }

  /**
   * The set that an image file belongs to, with the files beside it; empty if its name says none.
   */
  static Optional<FoundSet> of(String name, FileTree beside, String file) {
    return IdxName.of(file)
        .filter(IdxName::images)
        .map(parsed -> sets(beside).get(parsed.set()))
        .map(
            halves ->
                halves.containsKey(Split.TRAIN) && isIn(halves, file)
                    ? new IdxSet(name, beside, halves)
                    : null);
  }

  private static boolean isIn(Map<Split, Files> halves, String file) {
    Files train = halves.get(Split.TRAIN);
    return train != null && file.equals(train.images);
  }

  private static Map<String, Map<Split, Files>> sets(FileTree tree) {
    Map<String, Map<Split, Files>> sets = new TreeMap<>();
    for (String file : tree.files()) {
      if (FileNames.isHidden(file)) {
        continue;
      }
      IdxName.of(file)
          .ifPresent(
              parsed -> {
                Files files =
                    sets.computeIfAbsent(parsed.set(), set -> new LinkedHashMap<>())
                        .computeIfAbsent(parsed.half().orElse(Split.TRAIN), half -> new Files());
                if (parsed.images()) {
                  files.images = file;
                } else {
                  files.labels = file;
                }
              });
    }
    sets.values().forEach(halves -> halves.values().removeIf(files -> files.images == null));
    sets.values().removeIf(Map::isEmpty);
    return sets;
  }

  @Override
  public boolean hasTest() {
    return halves.containsKey(Split.TEST);
  }

  @Override
  public StoredImages read(Split half, Choice choice) {
    Files files = halves.get(half);
    if (files == null || files.images == null) {
      throw new DataException(
          tree.root()
              + ": has no image file of the "
              + half.word()
              + " half, such as "
              + (half == Split.TRAIN ? "train" : "t10k")
              + "-images-idx3-ubyte");
    }
    StoredImages source = Idx.read(name, PackedFile.of(tree, files.images), null, List.of());
    if (files.labels == null) {
      source = source.withNote("has no label file beside it: no labels");
    } else {
      List<String> names = classNames();
      int[] numbers = Idx.readLabels(PackedFile.of(tree, files.labels), source.count());
      source = source.withLabels(Idx.indices(numbers, names), names);
    }
    int[] chosen = choice.of(source.count());
    return chosen.length == source.count() ? source : source.choose(chosen);
  }

  /** The labels that occur in any half, in order. */
  private List<String> classNames() {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (Files files : halves.values()) {
      if (files.labels != null && files.images != null) {
        int count = Idx.count(PackedFile.of(tree, files.images));
        IntStream.of(Idx.readLabels(PackedFile.of(tree, files.labels), count))
            .forEach(numbers::add);
      }
    }
    return numbers.stream().map(String::valueOf).toList();
  }
}
