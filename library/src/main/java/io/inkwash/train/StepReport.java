package io.inkwash.train;

import java.util.Map;

/**
 * What one training step did.
 *
 * @param loss the mean loss of its images
 * @param gradientNorm the 2-norm of the gradient, before clipping
 * @param rate the learning rate
 * @param images images looked at
 * @param terms parts of the loss by name, for the log; empty for a loss of one part
 */
public record StepReport(
    double loss, double gradientNorm, double rate, int images, Map<String, Double> terms) {

  /** A step whose loss is of one part. */
  public StepReport(double loss, double gradientNorm, double rate, int images) {
    this(loss, gradientNorm, rate, images, Map.of());
  }
}
