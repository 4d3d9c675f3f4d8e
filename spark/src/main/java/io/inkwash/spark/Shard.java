package io.inkwash.spark;

import static io.inkwash.format.Text.format;

import java.io.Serializable;

/**
 * Some neighboring images, which one task draws.
 *
 * @param first the number of the first image
 * @param count how many, 1 or more
 */
record Shard(long first, int count) implements Serializable {

  /**
   * Images in shards of one size.
   *
   * @param first the number of the first image
   * @param count how many images there are
   * @param size of a shard; the last may be smaller
   */
  record Plan(long first, long count, int size) implements Serializable {

    /**
     * Refuses what cannot be cut.
     *
     * @param batch what a shard must be a multiple of, so that batches are those of one machine
     */
    static Plan of(long first, long count, int size, int batch) {
      if (first < 0 || count < 1) {
        throw new IllegalArgumentException(
            format("%d images from image %d on; allowed: 1 or more, from 0 on", count, first));
      }
      if (batch < 1 || size < 1 || size % batch != 0) {
        throw new IllegalArgumentException(
            format(
                "shards of %d images in batches of %d; allowed: multiples of the batch",
                size, batch));
      }
      return new Plan(first, count, size);
    }

    /** The number of shards. */
    int shards() {
      return Math.toIntExact((count + size - 1) / size);
    }

    Shard shard(long number) {
      long done = number * size;
      return new Shard(first + done, (int) Math.min(size, count - done));
    }
  }
}
