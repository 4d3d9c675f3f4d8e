package io.inkwash.data.open;

import io.inkwash.data.Bytes;
import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.archive.FileTree;
import io.inkwash.data.archive.FolderFiles;
import io.inkwash.data.caption.ClassCaptions;
import io.inkwash.data.caption.Pairs;
import io.inkwash.data.cluster.Clusters;
import io.inkwash.format.Quote;
import java.io.IOException;
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
              DataSets::mnist),
          new NamedSet(
              "fashion-mnist",
              "60,000 + 10,000 pieces of clothing, 28x28 gray",
              "Zalando SE; MIT license",
              DataSets::fashionMnist),
          new NamedSet(
              "cifar10",
              "50,000 + 10,000 small photos of 10 kinds of things, 32x32 RGB",
              "A. Krizhevsky, V. Nair, G. Hinton; no license stated, cite the 2009 report",
              DataSets::cifar10),
          captioned("digits", ClassCaptions.DIGITS, DrawnDigits::open),
          captioned("mnist", ClassCaptions.DIGITS, DataSets::mnist),
          captioned("fashion-mnist", ClassCaptions.CLOTHES, DataSets::fashionMnist),
          paired("digits", ClassCaptions.DIGITS, DrawnDigits::open),
          paired("mnist", ClassCaptions.DIGITS, DataSets::mnist),
          paired("fashion-mnist", ClassCaptions.CLOTHES, DataSets::fashionMnist));

  private DataSets() {}

  /** The sets that have names, in the order to show them. */
  public static List<NamedSet> named() {
    return NAMED;
  }

  /**
   * Opens one half of a set and brings it to the size, channels and number wanted. Notes about it
   * go to the listener as well.
   *
   * <p>Training, resuming, evaluation and restoration all open images here. Whoever has a model
   * uses {@link DataOptions#withForm} of its images: then images come in the model's height and
   * width, unchanged where they have them.
   *
   * @param spec a name from {@link #named()}; a folder or archive (zip, tar, 7z) of pictures; an
   *     IDX image file, with {@code ,LABELS} after it where the label file is not found by its
   *     name; a CIFAR binary; a folder or archive of IDX or CIFAR files under their usual names
   * @param split which half; of data without test images of its own, a part is kept back, see
   *     {@link Reading#holdOut}
   * @throws DataException if there is no such set, it cannot be fetched or read, or it has no test
   *     images and none are kept back
   */
  public static ImageSource open(String spec, Split split, DataOptions options) {
    StoredImages source = clustered(spec, split, options);
    source.notes().forEach(note -> options.listener().notice(Quote.line(spec + ": " + note)));
    return source;
  }

  /** With clusters in place of classes where they are wanted: those of the training images. */
  private static StoredImages clustered(String spec, Split split, DataOptions options) {
    StoredImages images = find(spec, split, options);
    Integer clusters = options.reading().clusters();
    if (clusters == null) {
      return images;
    }
    StoredImages known = split == Split.TRAIN ? images : find(spec, Split.TRAIN, options);
    return Clusters.of(known, clusters).label(images);
  }

  private static StoredImages find(String spec, Split split, DataOptions options) {
    for (NamedSet set : NAMED) {
      if (set.name().equals(spec)) {
        return set.open(split, options);
      }
    }
    return fitted(DataPaths.open(spec, split, options), options);
  }

  /** A source brought to the size, channels and number of images wanted. */
  static StoredImages fitted(StoredImages source, DataOptions options) {
    StoredImages some = options.limit() == 0 ? source : source.first(options.limit());
    ImageShape want = options.wanted(some.shape());
    if (want.equals(some.shape())) {
      return some;
    }
    Bytes.requireMemory(some.name(), some.count(), want);
    return some.map(
        want, picture -> picture.fitted(want.height(), want.width()).inChannels(want.channels()));
  }

  private static NamedSet captioned(String base, ClassCaptions words, NamedSet.Opener opener) {
    String name = base + "-captions";
    return new NamedSet(
        name,
        base + " with a caption each, such as \"" + example(words) + "\"",
        "as " + base,
        (split, options) -> words.caption(opener.open(split, options)).named(name));
  }

  private static String example(ClassCaptions words) {
    return words.equals(ClassCaptions.DIGITS) ? "a thin seven leaning left" : "a dark coat";
  }

  private static NamedSet paired(String base, ClassCaptions words, NamedSet.Opener opener) {
    String name = base + "-pairs";
    return new NamedSet(
        name,
        "two of "
            + base
            + " side by side with a caption, such as \""
            + words.plain(2)
            + " and "
            + words.plain(5)
            + "\"",
        "as " + base,
        (split, options) -> Pairs.of(opener.open(split, options.withSize(0)), words).named(name));
  }

  private static StoredImages mnist(Split split, DataOptions options) {
    return idx(PublicSet.MNIST, DIGITS, split, options);
  }

  private static StoredImages fashionMnist(Split split, DataOptions options) {
    return idx(PublicSet.FASHION_MNIST, CLOTHES, split, options);
  }

  private static StoredImages idx(
      PublicSet set, List<String> classNames, Split split, DataOptions options) {
    Path folder = folder(set, options);
    String half = split == Split.TRAIN ? "train" : "t10k";
    return Idx.read(
            set.name(),
            packedOrNot(folder.resolve(half + "-images-idx3-ubyte")),
            packedOrNot(folder.resolve(half + "-labels-idx1-ubyte")),
            classNames)
        .at(folder);
  }

  /** A file, or the same packed by gzip where the first is not there. */
  private static Path packedOrNot(Path file) {
    return Files.isRegularFile(file) ? file : file.resolveSibling(file.getFileName() + ".gz");
  }

  private static StoredImages cifar10(Split split, DataOptions options) {
    Path folder = folder(PublicSet.CIFAR10, options);
    try (FileTree tree = FolderFiles.below(folder)) {
      return Cifar.CIFAR10.half("cifar10", tree, "", split).at(folder);
    } catch (IOException e) {
      throw DataException.in(folder, "cannot be read", e);
    }
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
