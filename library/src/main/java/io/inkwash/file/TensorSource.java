package io.inkwash.file;

/**
 * A tensor whose bytes are taken when they are asked for: from memory, from libtorch or from a
 * file. So a state that is larger than the Java heap is written and read one tensor at a time.
 */
public interface TensorSource {

  /** The type of one element. */
  DType dtype();

  /** A copy of the dimensions. */
  long[] shape();

  /** The tensor as it is now. */
  TensorData data();
}
