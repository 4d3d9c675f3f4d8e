package io.inkwash.data.open;

/** Receives what happens while data are opened or fetched. The library itself never prints. */
@FunctionalInterface
public interface DataListener {

  /** Ignores everything. */
  DataListener QUIET = message -> {};

  /** A sentence for the user, for example that a part of a set is missing. */
  void notice(String message);

  /**
   * A download has advanced. Called often.
   *
   * @param file what is fetched
   * @param done bytes so far, those of an earlier, interrupted download included
   * @param total bytes in all
   */
  default void fetching(String file, long done, long total) {}
}
