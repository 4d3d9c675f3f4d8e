package io.inkwash.data;

import static io.inkwash.format.Text.format;

/**
 * Some neighboring rows of a batch: those of one of the processes that train together.
 *
 * @param first the first of them, from 0
 * @param count how many, 1 or more
 * @param total the rows of the batch
 */
public record BatchRows(int first, int count, int total) {

  /** Checks the bounds. */
  public BatchRows {
    if (first < 0 || count < 1 || first > total - count) {
      throw new IllegalArgumentException(
          format("rows %d to %d of a batch of %d", first, (long) first + count, total));
    }
  }

  /** All rows of a batch. */
  public static BatchRows all(int total) {
    return new BatchRows(0, total, total);
  }

  /**
   * The rows of one process, as many as another's or one more or less.
   *
   * @param rank which process, from 0
   * @param size of how many
   * @param total the rows of the batch
   * @throws IllegalArgumentException if the batch has too few for all
   */
  public static BatchRows of(int rank, int size, int total) {
    if (total < size) {
      throw new IllegalArgumentException(
          format(
              "a batch of %d images for %d ranks; allowed: an image for each rank or more, or fewer"
                  + " ranks",
              total, size));
    }
    int first = (int) ((long) total * rank / size);
    int next = (int) ((long) total * (rank + 1) / size);
    return new BatchRows(first, next - first, total);
  }

  /** The share of the batch that they are, in (0, 1]. */
  public double share() {
    return (double) count / total;
  }
}
