package io.inkwash.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10's binary format: records of one label byte and 3,072 pixel bytes, planes of red, green,
 * blue. Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
 */
final class Cifar {

  static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  static final List<String> TRAIN_FILES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");

  static final String TEST_FILE = "test_batch.bin";

  private static final int RECORD = 1 + SHAPE.size();

  private Cifar() {}

  /** Whether a folder holds any of the set's files. */
  static boolean looksLike(Path folder) {
    return Files.exists(folder.resolve(TEST_FILE))
        || TRAIN_FILES.stream().anyMatch(file -> Files.exists(folder.resolve(file)));
  }

  /** Reads one half from a folder. Training batches that are missing are noted and passed over. */
  static StoredImages folder(String name, Path folder, Split split) {
    List<String> wanted = split == Split.TRAIN ? TRAIN_FILES : List.of(TEST_FILE);
    List<Path> found = wanted.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    if (found.isEmpty()) {
      throw DataException.in(folder, "has none of " + String.join(", ", wanted));
    }
    StoredImages source = files(name, found);
    if (found.size() == wanted.size()) {
      return source;
    }
    return source.withNote(
        "%s has %s of the %s training batches: %s images"
            .formatted(folder, found.size(), wanted.size(), source.count()));
  }

  /** Reads files one after the other into one set. */
  static StoredImages files(String name, List<Path> files) {
    List<byte[]> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Path file : files) {
      read(file, images, labels);
    }
    return StoredImages.labeled(
        name,
        SHAPE,
        images.toArray(byte[][]::new),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        CLASSES);
  }

  private static void read(Path file, List<byte[]> images, List<Integer> labels) {
    try {
      long bytes = Files.size(file);
      if (bytes == 0 || bytes % RECORD != 0) {
        throw DataException.in(
            file,
            "%s bytes are not a whole number of CIFAR-10 records of %s bytes, fetch or copy it again"
                .formatted(bytes, RECORD));
      }
      Bytes.requireMemory(file.toString(), bytes / RECORD, SHAPE);
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        for (long i = 0; i < bytes / RECORD; i++) {
          int label = in.readUnsignedByte();
          if (label >= CLASSES.size()) {
            throw DataException.in(
                file, "record " + i + " has label " + label + ", allowed are 0 to 9");
          }
          byte[] image = new byte[SHAPE.size()];
          in.readFully(image);
          images.add(image);
          labels.add(label);
        }
      }
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read", e);
    }
  }
}
