package io.inkwash.evaluate;

import io.inkwash.metric.Score;
import org.jspecify.annotations.Nullable;

/**
 * One number of an evaluation.
 *
 * @param name of the number, such as {@code fid}
 * @param value of the model
 * @param error its uncertainty, where that is known: a standard error, or the deviation over splits
 * @param floor what real images score against real images, where that is defined
 * @param better which way is better
 * @param note a remark for the reader; often empty
 */
public record Finding(
    String name,
    double value,
    @Nullable Double error,
    @Nullable Double floor,
    Score.Better better,
    String note) {

  /** A number with that of real images beside it. */
  static Finding of(Score model, double floor) {
    return new Finding(
        model.name(),
        model.value(),
        model.error().isPresent() ? model.error().getAsDouble() : null,
        floor,
        model.better(),
        "");
  }
}
