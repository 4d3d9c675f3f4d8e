package io.inkwash.model.folder;

import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Pictures as the denoiser sees them.
 *
 * @param autoencoder between pixels and latents
 * @param scale the factor of latents
 */
record LatentSpace(AutoencoderKl autoencoder, double scale) {

  /** [N,C,h,w] scaled latents of pictures in [-1, 1]: the means of their posteriors. */
  Tensor encode(Tensor pictures) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      return scope.keep(
          autoencoder.encode(pictures.to(ScalarType.Float)).mode().mul(new Scalar(scale)));
    }
  }

  /** Pictures of scaled latents, about [-1, 1]. */
  Tensor decode(Tensor latents) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor z = latents.to(ScalarType.Float).mul(new Scalar(1 / scale));
      return scope.keep(new TiledDecoder(autoencoder).decode(z));
    }
  }

  /** [1,3,H,W] a picture in [-1, 1]. */
  static Tensor tensor(Picture picture) {
    return Pictures.tensor(List.of(picture.rgb())).mul(new Scalar(2.0)).sub_(new Scalar(1.0));
  }

  /** [1,1,H,W] a mask: 1 where it is white, 0 where it is black. */
  static Tensor mask(Picture mask) {
    Tensor gray = tensor(mask).mean(1).unsqueeze(1);
    return gray.gt(new Scalar(0.0)).to(ScalarType.Float);
  }

  /** A mask of latents: each is what the mask is at its first pixel. */
  Tensor small(Tensor mask) {
    int factor = autoencoder.config().factor();
    return torch.upsample_nearest2d(mask, mask.size(2) / factor, mask.size(3) / factor);
  }
}
