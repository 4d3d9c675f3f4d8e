package io.inkwash.data;

import java.util.function.UnaryOperator;

/**
 * The bytes of a set's images: in memory, or read from files whenever they are wanted. May be read
 * by many threads at once.
 */
public interface ImageBytes {

  /** The number of images. */
  int count();

  /**
   * Copies one image, which must exist.
   *
   * @param into receives its bytes in CHW order
   * @param offset where in {@code into} to begin
   */
  void read(int index, byte[] into, int offset);

  /** Whether reading takes the time of a file and a decoder, so that several threads are of use. */
  boolean streamed();

  /** Some images in another order. */
  ImageBytes choose(int[] indices);

  /**
   * Every image changed.
   *
   * @param from the shape of the images
   * @param change works on many threads at once
   */
  ImageBytes map(ImageShape from, UnaryOperator<Picture> change);

  /**
   * Adds what tells an image from others: its bytes, or where reading all would take long, less.
   */
  void identify(int index, Sha256 into);

  /**
   * Refuses images that are not of a shape, as far as that is known without reading files.
   *
   * @throws DataException that names the first
   */
  void check(String name, ImageShape shape);
}
