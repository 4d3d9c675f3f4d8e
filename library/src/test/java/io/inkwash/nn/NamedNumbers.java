package io.inkwash.nn;

import io.inkwash.torch.Parameters;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.Tensors;
import java.nio.charset.StandardCharsets;
import org.bytedeco.pytorch.Tensor;

/** Numbers that follow from a name, the same here and in unets.py. */
public final class NamedNumbers {
  private NamedNumbers() {}

  /** Numbers in [-1, 1): FNV-1a of the name, plus a Weyl sequence, through murmur3's finaliser. */
  public static double[] uniform(String name, long count) {
    int key = 0x811C9DC5;
    for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
      key = (key ^ letter) * 0x01000193;
    }
    double[] values = new double[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      int z = key + i * 0x9E3779B9;
      z = (z ^ (z >>> 16)) * 0x85EBCA6B;
      z = (z ^ (z >>> 13)) * 0xC2B2AE35;
      z ^= z >>> 16;
      values[i] = Integer.toUnsignedLong(z) / 0x1p31 - 1;
    }
    return values;
  }

  /** A picture, or anything else of some shape. */
  public static Tensor tensor(String name, long... shape) {
    return tensor(uniform(name, Tensors.count(shape)), 0, 1, shape);
  }

  /** A parameter: weights of about unit gain, norms about 1, biases about 0. */
  public static Tensor parameter(String name, long... shape) {
    double[] values = uniform(name, Tensors.count(shape));
    if (shape.length > 1) {
      return tensor(values, 0, Math.sqrt(3.0 * shape[0] / Tensors.count(shape)), shape);
    }
    return tensor(values, name.endsWith("weight") ? 1 : 0, 0.2, shape);
  }

  /** Gives every parameter its numbers. */
  public static void fill(StateDict state) {
    StateDict values = new StateDict();
    state.forEach((name, tensor) -> values.put(name, parameter(name, Tensors.shape(tensor))));
    state.load(values, "named numbers");
  }

  /** The derivative of each parameter along a direction of its own, by its name. */
  public static double[] alongDirections(Parameters parameters) {
    return parameters.stateDict(parameters.gradients()).entrySet().stream()
        .mapToDouble(e -> dot(e.getValue(), "d." + e.getKey()))
        .toArray();
  }

  private static double dot(Tensor gradient, String direction) {
    double[] g = Tensors.toDoubles(gradient);
    double[] d = Tensors.toDoubles(parameter(direction, Tensors.shape(gradient)));
    double sum = 0;
    for (int i = 0; i < g.length; i++) {
      sum += g[i] * d[i];
    }
    return sum;
  }

  private static Tensor tensor(double[] values, double shift, double scale, long... shape) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) (shift + scale * values[i]);
    }
    return Tensors.of(floats, shape);
  }
}
