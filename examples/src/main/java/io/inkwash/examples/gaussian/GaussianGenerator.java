package io.inkwash.examples.gaussian;

import io.inkwash.data.ImageSpec;
import io.inkwash.generate.BatchGenerator;
import io.inkwash.nn.Conditioning;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.Grad;
import io.inkwash.torch.RowKeys;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Tensor;

/**
 * Images out of a normal distribution. An image is a function of its key, whatever its batch.
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
  public Tensor generate(Conditioning conditioning, RowKeys keys, SamplingLoop.Observer observer) {
    try (Grad off = Grad.off()) {
      int count = keys.count();
      Tensor eps = keys.normal(0, data.shape().size());
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
