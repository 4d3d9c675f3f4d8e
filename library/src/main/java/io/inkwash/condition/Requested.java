package io.inkwash.condition;

import io.inkwash.nn.Conditioning;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What images of a model are to be: each is what one of some entries states.
 *
 * @param names the entries in words: names of classes, or prompts; empty where nothing is requested
 * @param classes the classes of the entries; empty where they are not of classes
 * @param conditioning makes rows
 * @param order which entry each image is of
 */
public record Requested(List<String> names, List<Integer> classes, Rows conditioning, Order order) {

  /** Nothing. */
  public static final Requested NONE =
      new Requested(List.of(), List.of(), entries -> Conditioning.none());

  /** Makes the conditioning of entries. */
  @FunctionalInterface
  public interface Rows {
    /** A row for each entry, in the caller's scope. */
    Conditioning of(int... entries);
  }

  /** Which entry an image is of. */
  @FunctionalInterface
  public interface Order {
    /** The index of the entry of image k. */
    int entry(long k);
  }

  /** Entries in turn: image k is of entry k modulo their number. */
  public Requested(List<String> names, List<Integer> classes, Rows conditioning) {
    this(names, classes, conditioning, k -> (int) (k % names.size()));
  }

  public Requested {
    names = List.copyOf(names);
    classes = List.copyOf(classes);
  }

  /** Whether nothing is requested. */
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** The rows of images {@code first} to {@code first + images - 1}. */
  public Conditioning rows(long first, int images) {
    return isEmpty() ? Conditioning.none() : conditioning.of(entries(first, images).toArray());
  }

  /** The entries of some images in words; empty where nothing is requested. */
  public List<String> names(long first, int images) {
    return isEmpty() ? List.of() : entries(first, images).mapToObj(names::get).toList();
  }

  private IntStream entries(long first, int images) {
    return IntStream.range(0, images).map(k -> order.entry(first + k));
  }
}
