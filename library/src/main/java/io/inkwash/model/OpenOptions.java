package io.inkwash.model;

import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import java.util.OptionalLong;

/**
 * How a trained model is opened.
 *
 * @param step the checkpoint's step; empty for the newest
 * @param which the averaged weights or the last step's
 * @param precision the arithmetic of its passes
 * @param device where it computes
 */
public record OpenOptions(
    OptionalLong step, SavedWeights.Which which, Precision precision, ComputeDevice device) {

  /** The newest averaged weights, in float32, on a GPU where there is one. */
  public static OpenOptions defaults() {
    return new OpenOptions(
        OptionalLong.empty(), SavedWeights.Which.EMA, Precision.FP32, ComputeDevice.automatic());
  }

  /** The checkpoint of a step. */
  public OpenOptions withStep(long value) {
    return new OpenOptions(OptionalLong.of(value), which, precision, device);
  }

  /** Averaged weights or the last step's. */
  public OpenOptions withWeights(SavedWeights.Which value) {
    return new OpenOptions(step, value, precision, device);
  }

  /** In another arithmetic. */
  public OpenOptions withPrecision(Precision value) {
    return new OpenOptions(step, which, value, device);
  }

  /** On another device. */
  public OpenOptions withDevice(ComputeDevice value) {
    return new OpenOptions(step, which, precision, value);
  }
}
