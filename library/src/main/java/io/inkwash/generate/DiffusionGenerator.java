package io.inkwash.generate;

import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.WatchedDenoiser;
import io.inkwash.nn.Conditioning;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.RowKeys;
import io.inkwash.torch.TensorScope;
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
 * @param startScale the factor of the first noise
 */
public record DiffusionGenerator(
    ConditionalDenoiser model, SamplingLoop loop, ImageSpec data, double startScale)
    implements BatchGenerator {

  /** From the noise that the path ends in. */
  public DiffusionGenerator(ConditionalDenoiser model, SamplingLoop loop, ImageSpec data) {
    this(model, loop, data, loop.path().priorScale());
  }

  @Override
  public Tensor generate(Conditioning conditioning, RowKeys keys, SamplingLoop.Observer observer) {
    return loop.over(
        keys.count(),
        (first, count) -> walk(conditioning.rows(first, count), keys.rows(first, count), observer));
  }

  private Tensor walk(Conditioning rows, RowKeys keys, SamplingLoop.Observer observer) {
    try (TensorScope scope = TensorScope.open()) {
      Noise noise = noise(keys);
      return scope.keep(loop.walk(first(noise), model.given(rows), noise, observer));
    }
  }

  private Tensor first(Noise noise) {
    return noise.next().mul_(new Scalar(startScale));
  }

  private Noise noise(RowKeys keys) {
    return Noise.perImage(keys, data.channels(), data.height(), data.width());
  }

  @Override
  public Optional<Start> start(RowKeys keys) {
    return Optional.of(new Start(loop.times()[0], first(noise(keys))));
  }

  @Override
  public int steps() {
    return loop.times().length - 1;
  }

  @Override
  public BatchGenerator counted(LongAdder evaluated) {
    return new DiffusionGenerator(model.counted(evaluated), loop, data, startScale);
  }

  @Override
  public BatchGenerator watched(WatchedDenoiser.Observer observer) {
    return new DiffusionGenerator(
        (conditioning, each) -> new WatchedDenoiser(model.given(conditioning, each), observer),
        loop,
        data,
        startScale);
  }
}
