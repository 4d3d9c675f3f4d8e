package io.inkwash.generate;

import io.inkwash.codec.Codec;
import io.inkwash.denoise.WatchedDenoiser;
import io.inkwash.nn.Conditioning;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.RowKeys;
import io.inkwash.torch.TensorScope;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Tensor;

/**
 * Images whose latents another generator makes.
 *
 * @param latents makes latents
 * @param codec makes images of them
 */
public record DecodedGenerator(BatchGenerator latents, Codec codec) implements BatchGenerator {

  @Override
  public Tensor generate(Conditioning conditioning, RowKeys keys, SamplingLoop.Observer observer) {
    try (TensorScope scope = TensorScope.open()) {
      return scope.keep(codec.decode(latents.generate(conditioning, keys, observer)));
    }
  }

  @Override
  public Optional<Start> start(RowKeys keys) {
    return latents.start(keys);
  }

  @Override
  public Tensor images(Tensor states) {
    return codec.decode(states);
  }

  @Override
  public int steps() {
    return latents.steps();
  }

  @Override
  public BatchGenerator counted(LongAdder evaluated) {
    return new DecodedGenerator(latents.counted(evaluated), codec);
  }

  @Override
  public BatchGenerator watched(WatchedDenoiser.Observer observer) {
    return new DecodedGenerator(latents.watched(observer), codec);
  }
}
