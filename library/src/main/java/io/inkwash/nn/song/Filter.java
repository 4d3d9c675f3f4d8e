package io.inkwash.nn.song;

import io.inkwash.torch.Depthwise;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The filter by which features are halved and doubled, along each axis (Zhang 2019, 1904.11486).
 */
public enum Filter {
  /** 1 1: means of squares of four, and squares of equal values. */
  BOX(1, 1),
  /** 1 3 3 1: what StyleGAN2 resamples with. */
  SMOOTH(1, 3, 3, 1);

  @SuppressWarnings("ImmutableEnumChecker") // List.of's
  private final List<Integer> taps;

  Filter(Integer... taps) {
    this.taps = List.of(taps);
  }

  /** Half the height and width of [N,C,H,W], with zeros around it. */
  Tensor halve(Tensor x) {
    return halve(x, margin());
  }

  /** The same of what lies inside: zeros, a {@link #margin} wide, have been added before. */
  Tensor halveInside(Tensor x) {
    return halve(x, 0);
  }

  private Tensor halve(Tensor x, long padding) {
    return Depthwise.halve(x, kernels(x, 1), padding);
  }

  /** Twice the height and width of [N,C,H,W]. */
  Tensor twice(Tensor x) {
    return Depthwise.twice(x, kernels(x, 4), margin());
  }

  /** How many zeros stand on each side, for the kernel's middle to lie between two values. */
  int margin() {
    return (taps.size() - 1) / 2;
  }

  /** The side of the kernel, in taps. */
  public int side() {
    return taps.size();
  }

  /** The outer product of the taps, row by row, whose sum is the gain. */
  public float[] kernel(double gain) {
    double sum = 0;
    for (int tap : taps) {
      sum += tap;
    }
    float[] kernel = new float[taps.size() * taps.size()];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] =
          (float) (gain * taps.get(i / taps.size()) * taps.get(i % taps.size()) / (sum * sum));
    }
    return kernel;
  }

  /** The kernel for each channel, [C,1,K,K]. */
  private Tensor kernels(Tensor x, double gain) {
    return Tensors.of(kernel(gain), 1, 1, side(), side())
        .to(x.scalar_type())
        .expand(x.size(1), 1, side(), side());
  }
}
