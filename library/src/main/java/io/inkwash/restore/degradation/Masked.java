package io.inkwash.restore.degradation;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Pixels are missing: the known ones are kept, the others are 0. To restore is to inpaint.
 *
 * @param known [H,W], or [C,H,W] where channels differ: 1 at a known pixel, 0 at a missing one
 */
public record Masked(Tensor known) implements DiagonalOperator, Degradation {

  /** How far from 1 a mean of ones may be. */
  private static final double ROUNDING = 1e-9;

  /** Checks the mask. */
  public Masked {
    if (known.dim() != 2 && known.dim() != 3) {
      throw new IllegalArgumentException(
          format(
              "mask of shape %s; allowed: [H,W] or [C,H,W]",
              Arrays.toString(Tensors.shape(known))));
    }
    boolean some = false;
    boolean all = true;
    for (double value : Tensors.toDoubles(known)) {
      if (value != 0 && value != 1) {
        throw new IllegalArgumentException(
            "mask with a value of " + value + "; allowed: 1 (known) and 0 (missing)");
      }
      some |= value == 1;
      all &= value == 1;
    }
    if (all) {
      throw new IllegalArgumentException(
          "mask with nothing to fill: every pixel is known; mark missing pixels with 0");
    }
    if (!some) {
      throw new IllegalArgumentException(
          "mask without a known pixel: there is nothing to go by; draw a new image instead");
    }
  }

  @Override
  public String task() {
    return "inpaint";
  }

  @Override
  public LinearOperator on(long channels, long height, long width) {
    check(channels, height, width);
    return this;
  }

  @Override
  public long[] measured(long... image) {
    check(image[1], image[2], image[3]);
    return image.clone();
  }

  @Override
  public double[] singularValues(long channels, long height, long width) {
    check(channels, height, width);
    try (TensorScope scope = TensorScope.open()) {
      return Tensors.toDoubles(known.expand(channels, height, width));
    }
  }

  /** Whatever a measurement holds at missing pixels is left out. */
  @Override
  public Tensor measuredSpectrum(Tensor y) {
    check(y.size(1), y.size(2), y.size(3));
    return y.mul(known.to(y.scalar_type()));
  }

  @Override
  public Tensor residual(Tensor x, Tensor y) {
    return Tensors.normPerImage(apply(x.sub(y)));
  }

  @Override
  public Tensor shown(Tensor y, double unknown) {
    check(y.size(1), y.size(2), y.size(3));
    Tensor known = this.known.to(y.scalar_type());
    return y.mul(known).add_(known.neg().add_(new Scalar(1.0)), new Scalar(unknown));
  }

  /** A latent is known where all its pixels are. */
  @Override
  public Optional<LinearOperator> ofLatents(int factor) {
    Tensor channels = known.dim() == 2 ? known.unsqueeze(0) : known;
    Tensor share = torch.avg_pool2d(channels.mean(0).unsqueeze(0), factor, factor);
    Tensor whole = share.squeeze(0).ge(new Scalar(1 - ROUNDING)).to(known.scalar_type());
    if (Tensors.item(whole.sum()) == 0) {
      throw new IllegalArgumentException(
          format(
              "mask without a square of %d known pixels, for which one latent stands; leave more of"
                  + " the image known",
              factor));
    }
    return Optional.of(new Masked(whole));
  }

  private void check(long channels, long height, long width) {
    long last = known.dim() - 1;
    boolean fits = known.size(last) == width && known.size(last - 1) == height;
    if (!fits || (known.dim() == 3 && known.size(0) != channels)) {
      throw new IllegalArgumentException(
          format(
              "mask of shape %s for images of %d x %d x %d; allowed: a mask of the images' size",
              Arrays.toString(Tensors.shape(known)), channels, height, width));
    }
  }
}
