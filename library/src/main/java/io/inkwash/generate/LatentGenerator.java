package io.inkwash.generate;

import io.inkwash.nn.Conditioning;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.Grad;
import io.inkwash.torch.RowKeys;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Tensor;

/**
 * Images by one pass of a network over a vector of standard normal numbers. The vector of image k
 * is a function of the key and k.
 *
 * @param latent the length of the vector
 * @param network maps vectors to images
 */
public record LatentGenerator(int latent, Network network) implements BatchGenerator {

  /** From vectors to images. */
  @FunctionalInterface
  public interface Network {
    /**
     * One pass.
     *
     * @param z [N, latent]
     * @param conditioning a row an image, or none
     * @return [N,C,H,W] images in the model's range
     */
    Tensor images(Tensor z, Conditioning conditioning);
  }

  @Override
  public Tensor generate(Conditioning conditioning, RowKeys keys, SamplingLoop.Observer observer) {
    try (Grad off = Grad.off()) {
      Tensor images = network.images(keys.normal(0, latent), conditioning);
      observer.after(1, 1, 0, images);
      return images;
    }
  }

  @Override
  public int steps() {
    return 1;
  }

  @Override
  public BatchGenerator counted(LongAdder evaluated) {
    return new LatentGenerator(
        latent,
        (z, conditioning) -> {
          evaluated.add(z.size(0));
          return network.images(z, conditioning);
        });
  }
}
