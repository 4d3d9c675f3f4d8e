package io.inkwash.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A finite set of images of one shape, one byte a value.
 *
 * <p>A source never changes and may be read by many threads at once. Pixels are unsigned bytes, 0
 * to 255, planes first (CHW), rows top to bottom. Turning bytes into a model's numbers is the
 * business of {@link PixelRange}.
 */
public interface ImageSource {

  /** What the set is called in messages and run records, for example {@code mnist}. */
  String name();

  /** The shape that every image has. */
  ImageShape shape();

  /** The number of images, at least 1. */
  int count();

  /**
   * Copies one image.
   *
   * @param index which image, 0 to {@code count() - 1}
   * @param into receives {@code shape().size()} bytes in CHW order
   * @param offset where in {@code into} to begin
   * @throws IndexOutOfBoundsException if there is no such image, or no room for it
   * @throws DataException if it stays in a file that cannot be read
   */
  void read(int index, byte[] into, int offset);

  /**
   * Whether images stay in files: reading one takes the time of a file and a decoder, so that
   * several threads are of use, and may fail.
   */
  default boolean streamed() {
    return false;
  }

  /** The class of an image, 0 to {@code classes() - 1}, or -1 if the set has no labels. */
  int label(int index);

  /** The names of the classes in label order; empty if the set has no labels. */
  List<String> classNames();

  /**
   * Whether the classes are clusters: groups of similar images, found and not given, which have no
   * names.
   */
  default boolean clustered() {
    return false;
  }

  /** What an image shows, in words; empty where nothing is written of it. */
  default String caption(int index) {
    return "";
  }

  /** Whether the images have captions. */
  default boolean captioned() {
    return false;
  }

  /** The number of classes, 0 if the set has no labels. */
  default int classes() {
    return classNames().size();
  }

  /**
   * A SHA-256 over shape, pixels and labels, in hexadecimal. Two sources with equal hashes hold the
   * same images in the same order, whatever files they came from and whatever clusters were found.
   * Of images that stay in files, it is over their sizes and a few bytes of each. Computed on first
   * use.
   */
  String contentHash();

  /** The folder, archive or file that the images were found in; empty for drawn ones. */
  default Optional<Path> location() {
    return Optional.empty();
  }

  /** What a reader should know about this set, one sentence each; often empty. */
  default List<String> notes() {
    return List.of();
  }
}
