package io.inkwash.torch.distributed;

import org.bytedeco.pytorch.Tensor;

/** A process alone. */
record OneRank() implements Ranks {
  static final Ranks ONE = new OneRank();

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public void sum(Tensor values) {}

  @Override
  public void broadcast(Tensor values) {}

  @Override
  public Tensor differentiableSum(Tensor values) {
    return values;
  }
}
