package io.inkwash.train;

/**
 * What one training step did.
 *
 * @param loss the mean loss of its images
 * @param gradientNorm the 2-norm of the gradient, before clipping
 * @param rate the learning rate
 * @param images images looked at
 */
public record StepReport(double loss, double gradientNorm, double rate, int images) {}
