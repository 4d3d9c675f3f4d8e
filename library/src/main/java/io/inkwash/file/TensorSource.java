package io.inkwash.file;

/**
 * A tensor whose data are read when they are requested: from memory, from libtorch or from a file.
 * So a state that is larger than the Java heap is written and read one tensor at a time.
 */
public interface TensorSource {

  /** The type of one element. */
  DType dtype();

  /** A copy of the dimensions. */
  long[] shape();

  /** The tensor as it is now. */
  TensorData data();
}
