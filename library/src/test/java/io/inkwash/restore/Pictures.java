package io.inkwash.restore;

import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Images for tests. */
public final class Pictures {
  private Pictures() {}

  /** The picture that restore.py has as a formula, [1,1,H,W]. */
  public static Tensor formula(double phase, int height, int width) {
    double[] values = new double[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.sin(0.37 * i + phase) * Math.cos(0.011 * i * (1 + phase));
    }
    return Tensors.of(values, 1, 1, height, width);
  }

  /** Standard normal numbers, float64. */
  public static Tensor random(long seed, long... shape) {
    return Rng.seed(seed).normal(shape).to(ScalarType.Double);
  }

  /** Sum of products. */
  public static double dot(Tensor a, Tensor b) {
    return Tensors.toDoubles(a.mul(b).sum())[0];
  }

  /** The largest difference between two tensors. */
  public static double distance(Tensor a, Tensor b) {
    return Tensors.toDoubles(a.sub(b).abs().max())[0];
  }
}
