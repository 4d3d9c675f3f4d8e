package io.inkwash.model;

import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a trained model is opened.
 *
 * @param step the checkpoint's step; empty for the newest
 * @param which the averaged weights or the last step's
 * @param precision the arithmetic of its passes
 * @param device where it computes
 * @param width the width of the average, as {@link io.inkwash.train.PowerProfile} has it, of runs
 *     that keep others; empty for the run's own
 */
public record OpenOptions(
    OptionalLong step,
    SavedWeights.Which which,
    Precision precision,
    ComputeDevice device,
    OptionalDouble width) {

  /** With the average of the run itself. */
  public OpenOptions(
      OptionalLong step, SavedWeights.Which which, Precision precision, ComputeDevice device) {
    this(step, which, precision, device, OptionalDouble.empty());
  }

  /** The newest averaged weights, in float32, on a GPU where there is one. */
  public static OpenOptions defaults() {
    return new OpenOptions(
        OptionalLong.empty(), SavedWeights.Which.EMA, Precision.FP32, ComputeDevice.automatic());
  }

  /** The checkpoint of a step. */
  public OpenOptions withStep(long value) {
    return new OpenOptions(OptionalLong.of(value), which, precision, device, width);
  }

  /** Averaged weights or the last step's. */
  public OpenOptions withWeights(SavedWeights.Which value) {
    return new OpenOptions(step, value, precision, device, width);
  }

  /** In another arithmetic. */
  public OpenOptions withPrecision(Precision value) {
    return new OpenOptions(step, which, value, device, width);
  }

  /** On another device. */
  public OpenOptions withDevice(ComputeDevice value) {
    return new OpenOptions(step, which, precision, value, width);
  }

  /** The average of another width, of a run that keeps what it is made from. */
  public OpenOptions withEmaWidth(double value) {
    return new OpenOptions(step, which, precision, device, OptionalDouble.of(value));
  }
}
