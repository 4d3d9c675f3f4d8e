package io.inkwash.examples.gaussian;

import io.inkwash.data.ImageSpec;
import io.inkwash.generate.BatchGenerator;
import io.inkwash.nn.Conditioning;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Tensor;

/**
 * Images out of a normal distribution. Image k is a function of the key and k, whatever its batch.
 *
 * @param network the distribution
 * @param data the form of the images
 * @param evaluated grows by one for each image
 */
record GaussianGenerator(GaussianNet network, ImageSpec data, LongAdder evaluated)
    implements BatchGenerator {

  GaussianGenerator(GaussianNet network, ImageSpec data) {
    this(network, data, new LongAdder());
  }

  @Override
  public Tensor generate(
      Conditioning conditioning, Rng key, long first, int count, SamplingLoop.Observer observer) {
    try (Grad off = Grad.off()) {
      Tensor eps = key.normalRows(first, 0, count, data.shape().size());
      Tensor images = network.draw(eps).view(count, data.channels(), data.height(), data.width());
      evaluated.add(count);
      observer.after(1, 1, 0, images);
      return images;
    }
  }

  @Override
  public int steps() {
    return 1;
  }

  @Override
  public BatchGenerator counted(LongAdder counter) {
    return new GaussianGenerator(network, data, counter);
  }
}
