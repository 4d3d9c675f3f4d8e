package io.inkwash.generate;

import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.WatchedDenoiser;
import io.inkwash.nn.Conditioning;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.RowKeys;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Images by a solver that walks a denoiser from noise to data.
 *
 * @param model the denoiser, guided and thresholded as it is to be
 * @param loop the solver on its grid
 * @param data the form of the images
 */
public record DiffusionGenerator(ConditionalDenoiser model, SamplingLoop loop, ImageSpec data)
    implements BatchGenerator {

  @Override
  public Tensor generate(Conditioning conditioning, RowKeys keys, SamplingLoop.Observer observer) {
    return loop.over(
        keys.count(),
        (first, count) ->
            loop.draw(
                model.given(conditioning.rows(first, count)),
                noise(keys.rows(first, count)),
                observer));
  }

  private Noise noise(RowKeys keys) {
    return Noise.perImage(keys, data.channels(), data.height(), data.width());
  }

  @Override
  public Optional<Start> start(RowKeys keys) {
    Tensor noise = noise(keys).next();
    return Optional.of(
        new Start(loop.times()[0], noise.mul_(new Scalar(loop.path().priorScale()))));
  }

  @Override
  public int steps() {
    return loop.times().length - 1;
  }

  @Override
  public BatchGenerator counted(LongAdder evaluated) {
    return new DiffusionGenerator(model.counted(evaluated), loop, data);
  }

  @Override
  public BatchGenerator watched(WatchedDenoiser.Observer observer) {
    return new DiffusionGenerator(
        (conditioning, each) -> new WatchedDenoiser(model.given(conditioning, each), observer),
        loop,
        data);
  }
}
