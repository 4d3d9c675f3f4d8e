package io.inkwash.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The last few tensors of a sequence. They live across scopes, until newer ones push them out or
 * this is closed.
 */
public final class Recent implements AutoCloseable {
  private final int capacity;
  private final List<Tensor> newestFirst = new ArrayList<>();

  /**
   * Holds nothing yet.
   *
   * @param capacity how many tensors to hold at most, at least 1
   */
  public Recent(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + "; allowed: 1 or more");
    }
    this.capacity = capacity;
  }

  /**
   * Adds the newest tensor, sharing its memory, and lets go of the oldest if there are too many.
   */
  public void add(Tensor tensor) {
    Tensor alias = new Tensor(tensor);
    alias.retainReference(); // outlives the scope that it was made in
    newestFirst.add(0, alias);
    if (newestFirst.size() > capacity) {
      newestFirst.remove(capacity).releaseReference();
    }
  }

  /** Puts a tensor, sharing its memory, in the place of the newest. */
  public void replace(Tensor tensor) {
    Tensor alias = new Tensor(tensor);
    alias.retainReference();
    newestFirst.set(0, alias).releaseReference();
  }

  /** How many tensors are kept. */
  public int size() {
    return newestFirst.size();
  }

  /**
   * One of the tensors; it is gone once newer ones have pushed it out.
   *
   * @param age 0 for the newest, up to size - 1
   */
  public Tensor at(int age) {
    return newestFirst.get(age);
  }

  @Override
  public void close() {
    newestFirst.forEach(Tensor::releaseReference);
    newestFirst.clear();
  }
}
