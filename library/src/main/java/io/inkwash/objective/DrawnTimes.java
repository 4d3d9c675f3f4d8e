package io.inkwash.objective;

import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSamplerState;
import io.inkwash.torch.Rng;
import java.util.Arrays;

/**
 * The times of a batch. They are drawn for the whole batch, since those of {@code Stratified} are
 * spread over it, and a rank takes those of its rows.
 *
 * @param all the times of the batch, of which losses are observed
 * @param own the times of this rank's rows
 */
record DrawnTimes(TimeBatch all, TimeBatch own) {

  /**
   * Draws times.
   *
   * @param images this rank's
   * @param key of the batch
   */
  static DrawnTimes of(TimeSamplerState times, int images, Rng key) {
    Rng stream = key.stream("times");
    Rng.Rows rows = stream.rows();
    TimeBatch all = times.sample(stream.whole().uniforms(rows.whole(images)));
    if (rows.all()) {
      return new DrawnTimes(all, all);
    }
    int end = rows.first() + images;
    return new DrawnTimes(
        all,
        new TimeBatch(
            Arrays.copyOfRange(all.t(), rows.first(), end),
            Arrays.copyOfRange(all.importance(), rows.first(), end)));
  }
}
