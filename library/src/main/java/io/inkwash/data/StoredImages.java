package io.inkwash.data;

import static io.inkwash.format.Text.format;

import io.inkwash.format.Quote;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one {@link ImageSource}: every reader of this package ends in it. Its images are in memory,
 * or stay in files where there are too many.
 */
public final class StoredImages implements ImageSource {

  private final String name;
  private final ImageShape shape;
  private final ImageBytes images;
  private final Classes classes;
  private final @Nullable List<String> captions;
  private final List<String> notes;
  private final @Nullable Path location;
  private volatile @Nullable String contentHash;

  /**
   * The classes of the images.
   *
   * @param labels the class of each image; null where there are none
   * @param names of the classes
   * @param given the classes that the set came with, where clusters have taken their place
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once
  private record Classes(int @Nullable [] labels, List<String> names, @Nullable Classes given) {
    static final Classes NONE = new Classes(null, List.of(), null);

    Classes {
      names = List.copyOf(names);
    }

    int of(int index) {
      return labels == null ? -1 : labels[index];
    }

    /** What belongs to the images themselves. */
    Classes original() {
      return given == null ? this : given;
    }

    Classes choose(int[] indices) {
      return new Classes(
          labels == null ? null : Arrays.stream(indices).map(this::of).toArray(),
          names,
          given == null ? null : given.choose(indices));
    }
  }

  private StoredImages(
      String name,
      ImageShape shape,
      ImageBytes images,
      Classes classes,
      @Nullable List<String> captions,
      List<String> notes,
      @Nullable Path location) {
    this.location = location;
    this.name = name;
    this.shape = shape;
    this.images = images;
    this.classes = classes;
    this.captions = captions == null ? null : List.copyOf(captions);
    this.notes = List.copyOf(notes);
    check();
  }

  /**
   * A set without labels.
   *
   * @param images CHW bytes of each image; kept, not copied, so the caller must not change them
   * @throws DataException if there are none, or one has the wrong size
   */
  public static StoredImages unlabeled(String name, ImageShape shape, byte[][] images) {
    return unlabeled(name, shape, new ImagesInMemory(images));
  }

  /**
   * A set without labels whose bytes may stay in files.
   *
   * @throws DataException if there are none
   */
  public static StoredImages unlabeled(String name, ImageShape shape, ImageBytes images) {
    return new StoredImages(name, shape, images, Classes.NONE, null, List.of(), null);
  }

  /**
   * A set with labels.
   *
   * @param images CHW bytes of each image; kept, not copied, so the caller must not change them
   * @param labels the class of each image, an index into {@code classNames}; kept, not copied
   * @throws DataException if there are none, if numbers do not match, or a label names no class
   */
  public static StoredImages labeled(
      String name, ImageShape shape, byte[][] images, int[] labels, List<String> classNames) {
    return unlabeled(name, shape, images).withLabels(labels, classNames);
  }

  /** The same images with a label each; see {@link #labeled}. */
  public StoredImages withLabels(int[] newLabels, List<String> newNames) {
    return with(new Classes(newLabels, newNames, null));
  }

  /**
   * The same images with clusters in place of their classes. It is the same set: the {@link
   * #contentHash} is that of the classes that it came with.
   *
   * @param clusters the cluster of each image, from 0; kept, not copied
   * @param count how many clusters there are
   */
  public StoredImages withClusters(int[] clusters, int count) {
    return with(new Classes(clusters, ClassNames.clusters(count).names(), classes.original()));
  }

  private StoredImages with(Classes other) {
    return new StoredImages(name, shape, images, other, captions, notes, location);
  }

  /** The same images with a caption each. */
  public StoredImages withCaptions(List<String> words) {
    return new StoredImages(name, shape, images, classes, words, notes, location);
  }

  /** The same set under another name. */
  public StoredImages named(String other) {
    return new StoredImages(other, shape, images, classes, captions, notes, location);
  }

  /** The same images and labels with one more note for the reader. */
  public StoredImages withNote(String note) {
    List<String> more = Stream.concat(notes.stream(), Stream.of(Quote.line(note))).toList();
    return new StoredImages(name, shape, images, classes, captions, more, location);
  }

  /** Every image changed by a function that works on many threads at once, labels kept. */
  public StoredImages map(ImageShape newShape, UnaryOperator<Picture> change) {
    ImageBytes changed = images.map(shape, change);
    return new StoredImages(name, newShape, changed, classes, captions, notes, location);
  }

  /** Some images of the set in another order, sharing their bytes. */
  public StoredImages choose(int[] indices) {
    ImageBytes chosen = images.choose(indices);
    Classes theirs = classes.choose(indices);
    List<String> said =
        captions == null ? null : Arrays.stream(indices).mapToObj(captions::get).toList();
    return new StoredImages(name, shape, chosen, theirs, said, notes, location);
  }

  /** The same images, found at a place on disk. */
  public StoredImages at(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    return new StoredImages(name, shape, images, classes, captions, notes, absolute);
  }

  /** The first images of the set, sharing their bytes; all of them if there are no more. */
  public StoredImages first(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the first " + limit + " images: must be 1 or more");
    }
    return choose(IntStream.range(0, Math.min(limit, count())).toArray());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int count() {
    return images.count();
  }

  @Override
  public void read(int index, byte[] into, int offset) {
    Objects.checkIndex(index, count());
    images.read(index, into, offset);
  }

  @Override
  public boolean streamed() {
    return images.streamed();
  }

  @Override
  public int label(int index) {
    Objects.checkIndex(index, count());
    return classes.of(index);
  }

  @Override
  public List<String> classNames() {
    return classes.names;
  }

  @Override
  public boolean clustered() {
    return classes.given != null;
  }

  @Override
  public String caption(int index) {
    Objects.checkIndex(index, count());
    return captions == null ? "" : captions.get(index);
  }

  @Override
  public boolean captioned() {
    return captions != null;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Optional<Path> location() {
    return Optional.ofNullable(location);
  }

  @Override
  public String contentHash() {
    String known = contentHash;
    if (known == null) {
      Sha256 sha = new Sha256().add(hashHeader());
      ByteBuffer label = ByteBuffer.allocate(Integer.BYTES);
      for (int i = 0; i < count(); i++) {
        sha.add(label.putInt(0, classes.original().of(i)).array());
        images.identify(i, sha);
        if (captions != null) {
          sha.add(captions.get(i));
        }
      }
      known = sha.hex();
      contentHash = known;
    }
    return known;
  }

  /** The hash's first bytes. They define the hash: a change of a word would change every hash. */
  private String hashHeader() {
    String color = shape.channels() == 1 ? "grey" : "RGB";
    return (images.streamed() ? "inkwash streamed images " : "inkwash images ")
        + count()
        + " of "
        + shape.width()
        + "x"
        + shape.height()
        + " "
        + color;
  }

  @Override
  public String toString() {
    return name + ": " + count() + " images of " + shape + ", " + classes() + " classes";
  }

  private void check() {
    if (count() == 0) {
      throw new DataException(name + ": holds no images");
    }
    images.check(name, shape);
    if (captions != null && captions.size() != count()) {
      throw new DataException(
          name + ": " + captions.size() + " captions for " + count() + " images");
    }
    int[] labels = classes.labels;
    if (labels == null) {
      return;
    }
    if (labels.length != count()) {
      throw new DataException(name + ": " + labels.length + " labels for " + count() + " images");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes.names.size()) {
        throw new DataException(
            format(
                "%s: image %s has label %s, allowed are 0 to %s",
                name, i, labels[i], classes.names.size() - 1));
      }
    }
  }
}
