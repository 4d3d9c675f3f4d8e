package io.inkwash.data.open;

import static io.inkwash.format.Text.format;

import io.inkwash.data.Bytes;
import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.archive.FileNames;
import io.inkwash.data.archive.FileTree;
import io.inkwash.data.archive.PackedFile;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * CIFAR's binary format: records of a label byte (CIFAR-100: two, the coarse class and the fine
 * one, which is taken) and 3,072 pixel bytes, planes of red, green, blue. Source: A. Krizhevsky,
 * "Learning Multiple Layers of Features from Tiny Images", 2009.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are immutable
enum Cifar {
  /** Ten classes. */
  CIFAR10(
      1,
      IntStream.rangeClosed(1, 5).mapToObj(k -> "data_batch_" + k + ".bin").toList(),
      "test_batch.bin",
      """
      airplane automobile bird cat deer dog frog horse ship truck
      """),
  /** A hundred classes. */
  CIFAR100(
      2,
      List.of("train.bin"),
      "test.bin",
      """
      apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge
      bus butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud
      cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox
      girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man
      maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree
      pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray
      road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel
      streetcar sunflower sweet_pepper table tank telephone television tiger tractor train
      trout tulip turtle wardrobe whale willow_tree wolf woman worm
      """);

  static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  private final int labelBytes;
  private final List<String> trainFiles;
  private final String testFile;
  private final List<String> classes;

  Cifar(int labelBytes, List<String> trainFiles, String testFile, String classes) {
    this.labelBytes = labelBytes;
    this.trainFiles = trainFiles;
    this.testFile = testFile;
    this.classes = List.of(classes.strip().split("\\s+"));
  }

  /** The names of its classes. */
  List<String> classes() {
    return classes;
  }

  private int recordBytes() {
    return labelBytes + SHAPE.size();
  }

  /** The files of either set in a folder or an archive, in whatever folder they lie together. */
  private record Found(Cifar kind, FileTree tree, String folder, String name) implements FoundSet {

    @Override
    public boolean hasTest() {
      return tree.files().contains(folder + kind.testFile);
    }

    @Override
    public StoredImages read(Split half, Choice choice) {
      StoredImages source = kind.half(name, tree, folder, half);
      int[] chosen = choice.of(source.count());
      return chosen.length == source.count() ? source : source.choose(chosen);
    }
  }

  /** The set whose files a folder or an archive holds; empty if it holds none. */
  static Optional<FoundSet> in(String name, FileTree tree) {
    for (Cifar kind : values()) {
      for (String file : tree.files()) {
        String last = FileNames.last(file);
        boolean named = kind.trainFiles.contains(last) || kind.testFile.equals(last);
        if (named && !FileNames.isHidden(file)) {
          return Optional.of(new Found(kind, tree, FileNames.folder(file), name));
        }
      }
    }
    return Optional.empty();
  }

  /** Reads one half from a folder. Training batches that are missing are noted and passed over. */
  StoredImages half(String name, FileTree tree, String folder, Split half) {
    List<String> wanted = half == Split.TRAIN ? trainFiles : List.of(testFile);
    List<PackedFile> found =
        wanted.stream()
            .map(file -> folder + file)
            .filter(tree.files()::contains)
            .map(file -> PackedFile.of(tree, file))
            .toList();
    if (found.isEmpty()) {
      throw new DataException(tree.root() + ": has none of " + String.join(", ", wanted));
    }
    StoredImages source = files(name, found);
    if (found.size() == wanted.size()) {
      return source;
    }
    return source.withNote(
        format(
            "%s has %s of the %s training batches: %s images",
            tree.root(), found.size(), wanted.size(), source.count()));
  }

  /** Reads a file by itself: of which set it is, its size tells. */
  static StoredImages file(String name, Path path) {
    PackedFile file = PackedFile.of(path);
    Cifar kind =
        Arrays.stream(values())
            .filter(each -> file.size() > 0 && file.size() % each.recordBytes() == 0)
            .findFirst()
            .orElse(CIFAR10);
    return kind.files(name, List.of(file));
  }

  /** Reads files one after the other into one set. */
  StoredImages files(String name, List<PackedFile> files) {
    List<byte[]> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (PackedFile file : files) {
      read(file, images, labels);
    }
    return StoredImages.labeled(
        name,
        SHAPE,
        images.toArray(byte[][]::new),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        classes);
  }

  private void read(PackedFile file, List<byte[]> images, List<Integer> labels) {
    long bytes = file.size();
    if (bytes == 0 || bytes % recordBytes() != 0) {
      throw new DataException(
          format(
              "%s: %s bytes are not a whole number of CIFAR records of %s bytes, fetch or copy it again",
              file.where(), bytes, recordBytes()));
    }
    Bytes.requireMemory(file.where(), bytes / recordBytes(), SHAPE);
    try (DataInputStream in = new DataInputStream(file.open())) {
      for (long i = 0; i < bytes / recordBytes(); i++) {
        in.skipNBytes(labelBytes - 1L);
        int label = in.readUnsignedByte();
        if (label >= classes.size()) {
          throw new DataException(
              format(
                  "%s: record %s has label %s, allowed are 0 to %s",
                  file.where(), i, label, classes.size() - 1));
        }
        byte[] image = new byte[SHAPE.size()];
        in.readFully(image);
        images.add(image);
        labels.add(label);
      }
    } catch (IOException e) {
      throw new DataException(
          file.where() + ": cannot be read (" + DataException.reason(e) + ")", e);
    }
  }
}
