package io.inkwash.metric;

import java.util.Optional;

/** Where the features of real sets are kept between evaluations. */
public interface FeatureCache {

  /** What was kept under a key; empty if nothing was, or it cannot be read. */
  Optional<Features> find(String key);

  /**
   * Keeps features under a key.
   *
   * @param key 64 hexadecimal digits that name all that the features depend on; fit for a file name
   */
  void keep(String key, Features features);

  /** Keeps nothing. */
  static FeatureCache none() {
    return new FeatureCache() {
      @Override
      public Optional<Features> find(String key) {
        return Optional.empty();
      }

      @Override
      public void keep(String key, Features features) {}
    };
  }
}
