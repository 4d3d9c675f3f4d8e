package io.inkwash.torch.distributed;

/** What knows whether all ranks are alive while one of them waits for the others. */
public interface GroupWatch {

  /**
   * Called about twice a second while this rank waits.
   *
   * @throws RuntimeException if a rank is lost, so that there is nothing to wait for
   */
  void check();

  /**
   * What is to be thrown where a native operation failed.
   *
   * @param failure the native one, whose message names no rank
   */
  RuntimeException explain(RuntimeException failure);
}
