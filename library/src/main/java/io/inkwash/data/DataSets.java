package io.inkwash.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Opens data by the word that a person gives: the name of a set, or the path of a folder or file.
 *
 * <p>A name wins over a path of the same spelling; write {@code ./mnist} for the path.
 */
public final class DataSets {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(String::valueOf).toList();

  private static final List<String> CLOTHES =
      List.of(
          "T-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  private static final List<NamedSet> NAMED =
      List.of(
          new NamedSet(
              "digits",
              "10,000 + 2,000 digits that the program draws itself, 28x28 gray or any size",
              "generated; free of any rights",
              DrawnDigits::open),
          new NamedSet(
              "mnist",
              "60,000 + 10,000 handwritten digits, 28x28 gray",
              "Y. LeCun, C. Cortes; CC BY-SA 3.0",
              (split, options) -> idx(PublicSet.MNIST, DIGITS, split, options)),
          new NamedSet(
              "fashion-mnist",
              "60,000 + 10,000 pieces of clothing, 28x28 gray",
              "Zalando SE; MIT license",
              (split, options) -> idx(PublicSet.FASHION_MNIST, CLOTHES, split, options)),
          new NamedSet(
              "cifar10",
              "50,000 + 10,000 small photos of 10 kinds of things, 32x32 RGB",
              "A. Krizhevsky, V. Nair, G. Hinton; no license stated, cite the 2009 report",
              (split, options) ->
                  Cifar.folder("cifar10", folder(PublicSet.CIFAR10, options), split)));

  private DataSets() {}

  /** The sets that have names, in the order to show them. */
  public static List<NamedSet> named() {
    return NAMED;
  }

  /**
   * Opens one half of a set and brings it to the size, channels and number asked for. Notes about
   * it go to the listener as well.
   *
   * @param spec a name from {@link #named()}; a folder or zip of PNG and JPEG files; an IDX image
   *     file, with {@code ,LABELS} after it where the label file is not found by its name; a CIFAR
   *     binary; a folder of IDX or CIFAR files under their usual names
   * @param split which half; data without halves is the same for both
   * @throws DataException if there is no such set, or it cannot be fetched or read
   */
  public static ImageSource open(String spec, Split split, DataOptions options) {
    ImageSource source = find(spec, split, options);
    source.notes().forEach(note -> options.listener().notice(spec + ": " + note));
    return source;
  }

  private static ImageSource find(String spec, Split split, DataOptions options) {
    for (NamedSet set : NAMED) {
      if (set.name().equals(spec)) {
        return set.open(split, options);
      }
    }
    return fitted(DataPaths.open(spec, split, options), options);
  }

  /** A source brought to the size, channels and number of images asked for. */
  static StoredImages fitted(StoredImages source, DataOptions options) {
    StoredImages some = options.limit() == 0 ? source : source.first(options.limit());
    ImageShape have = some.shape();
    int channels = options.channels() == 0 ? have.channels() : options.channels();
    int side = options.size();
    ImageShape want =
        new ImageShape(channels, side == 0 ? have.height() : side, side == 0 ? have.width() : side);
    if (want.equals(have)) {
      return some;
    }
    Bytes.requireMemory(some.name(), some.count(), want);
    return some.map(
        want, picture -> (side == 0 ? picture : picture.square(side)).inChannels(channels));
  }

  private static StoredImages idx(
      PublicSet set, List<String> classNames, Split split, DataOptions options) {
    return DataPaths.idxHalf(set.name(), folder(set, options), split, classNames);
  }

  /** Where a published set is: the data folder if it has it, else the cache, filled if need be. */
  private static Path folder(PublicSet set, DataOptions options) {
    Path data = options.dataFolder();
    if (data != null && Files.isDirectory(data.resolve(set.name()))) {
      return data.resolve(set.name());
    }
    if (data != null) {
      options.listener().notice(data + " has no folder " + set.name() + ": looking in the cache");
    }
    return new Fetcher(PATIENCE, options.listener()).fetch(set, options.cacheFolder());
  }
}
