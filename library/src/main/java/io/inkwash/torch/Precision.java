package io.inkwash.torch;

import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The arithmetic of a network's forward and backward pass; weights that are trained are float32.
 */
public enum Precision {
  /** Plain float32. */
  FP32,
  /** Convolutions and matrix products in bfloat16, sums and norms in float32 (autocast). */
  BF16;

  /**
   * What {@code auto} means on a device: bf16 on a CUDA GPU and where the processor multiplies it
   * natively, since elsewhere it is emulated and slower than float32.
   */
  public static Precision automatic(ComputeDevice device) {
    return switch (device.type()) {
      case CUDA -> BF16;
      case CPU -> Torch.nativeBf16() ? BF16 : FP32;
      default -> FP32;
    };
  }

  /** Enters this precision on this thread. */
  public Autocast enter() {
    return new Autocast(this == BF16, ScalarType.BFloat16);
  }

  /**
   * The same for a pass of a network whose weights may have 16 bits: those of one layer at a time
   * are converted, while it computes.
   */
  public Autocast enterStored() {
    return new Autocast(true, this == BF16 ? ScalarType.BFloat16 : ScalarType.Float);
  }
}
