package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** Ways between two states of full noise, which {@link Inversion} then makes images of. */
public enum Blend {
  /** Along the great circle, as long all the way as noise is (Shoemake 1985). */
  SPHERICAL {
    @Override
    Tensor between(Tensor a, Tensor b, double angle, double part) {
      double whole = Math.sin(angle);
      return whole < 1e-6
          ? LINEAR.between(a, b, angle, part)
          : Tensors.combine(
              Math.sin((1 - part) * angle) / whole, a, Math.sin(part * angle) / whole, b);
    }
  },
  /** Along the straight line, whose middle is shorter than noise is. */
  LINEAR {
    @Override
    Tensor between(Tensor a, Tensor b, double angle, double part) {
      return Tensors.combine(1 - part, a, part, b);
    }
  };

  abstract Tensor between(Tensor a, Tensor b, double angle, double part);

  /**
   * The states on the way.
   *
   * @param a [1,C,H,W] the first
   * @param b [1,C,H,W] the last
   * @param count how many, both ends included, at least 2
   * @return [count,C,H,W]
   */
  public Tensor frames(Tensor a, Tensor b, int count) {
    if (count < 2 || a.size(0) != 1 || b.size(0) != 1) {
      throw new IllegalArgumentException(
          format(
              "%d frames between %d and %d images; allowed: 2 or more, between one and one",
              count, a.size(0), b.size(0)));
    }
    try (TensorScope scope = TensorScope.open()) {
      double product = Tensors.toDoubles(a.mul(b).sum())[0];
      double lengths = Tensors.toDoubles(Tensors.normPerImage(a).mul(Tensors.normPerImage(b)))[0];
      double angle = Math.acos(Math.max(-1, Math.min(1, product / lengths)));
      Tensor[] frames = new Tensor[count];
      for (int k = 0; k < count; k++) {
        frames[k] = between(a, b, angle, (double) k / (count - 1));
      }
      return scope.keep(Tensors.cat(0, frames));
    }
  }
}
