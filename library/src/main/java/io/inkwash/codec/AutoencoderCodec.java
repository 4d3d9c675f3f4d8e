package io.inkwash.codec;

import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The latents of an autoencoder: the means of its posteriors, scaled to about unit variance.
 *
 * @param autoencoder between pixels and latents
 * @param scale the factor of latents, above 0
 */
public record AutoencoderCodec(AutoencoderKl autoencoder, double scale) implements Codec {

  @Override
  public Tensor encode(Tensor pictures) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off();
        Autocast cast = Precision.FP32.enterStored()) {
      Tensor mean = autoencoder.encode(pictures.to(ScalarType.Float)).mode();
      return scope.keep(mean.to(ScalarType.Float).mul(new Scalar(scale)));
    }
  }

  @Override
  public Tensor decode(Tensor latents) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off();
        Autocast cast = Precision.FP32.enterStored()) {
      Tensor z = latents.to(ScalarType.Float).mul(new Scalar(1 / scale));
      return scope.keep(new TiledDecoder(autoencoder).decode(z).to(ScalarType.Float));
    }
  }
}
