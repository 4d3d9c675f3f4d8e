package io.inkwash.model.folder;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.WrappedDenoiser;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser that knows a part of the image: there its estimate is that part. As each step of a
 * solver moves towards the estimate, the known part is reached exactly.
 *
 * @param inner the denoiser of the rest
 * @param known [1,C,h,w] the image; only its known part is read
 * @param open [1,1,h,w] 1 where the image is to be drawn, 0 where it is known
 */
record Inlay(Denoiser inner, Tensor known, Tensor open) implements WrappedDenoiser {

  @Override
  public Denoised denoise(Tensor x, double t) {
    Denoised drawn = inner.denoise(x, t);
    Tensor mask = open.to(x.scalar_type());
    Tensor kept = known.to(x.scalar_type()).mul(mask.neg().add_(new Scalar(1.0)));
    return drawn.withX0(drawn.x0().mul(mask).add_(kept));
  }
}
