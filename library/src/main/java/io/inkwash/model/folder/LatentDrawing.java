package io.inkwash.model.folder;

import io.inkwash.codec.AutoencoderCodec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.Denoiser;
import io.inkwash.generate.BatchGenerator;
import io.inkwash.nn.Conditioning;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.RowKeys;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Pictures by a solver that walks a denoiser of latents.
 *
 * @param model the denoiser, guided as it is to be
 * @param loop the solver on its times
 * @param startScale the factor of the first noise where nothing is drawn on
 * @param codec between latents and pictures
 * @param canvas what is drawn on
 * @param readsMask whether the network reads the mask and the rest of the picture
 */
record LatentDrawing(
    ConditionalDenoiser model,
    SamplingLoop loop,
    double startScale,
    AutoencoderCodec codec,
    Canvas canvas,
    boolean readsMask)
    implements BatchGenerator {

  @Override
  public Tensor generate(Conditioning conditioning, RowKeys keys, SamplingLoop.Observer observer) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor latents = latents(conditioning, keys, observer);
      return scope.keep(pasted(codec.decode(latents)));
    }
  }

  /** The latents of the pictures, scaled, in the caller's scope. */
  Tensor latents(Conditioning conditioning, RowKeys keys, SamplingLoop.Observer observer) {
    try (TensorScope scope = TensorScope.open()) {
      SamplingLoop shorter = shorter();
      return scope.keep(
          shorter.over(
              keys.count(),
              (first, count) ->
                  walk(
                      shorter,
                      conditioning.rows(first, count),
                      keys.rows(first, count),
                      observer)));
    }
  }

  private Tensor walk(
      SamplingLoop steps, Conditioning rows, RowKeys keys, SamplingLoop.Observer observer) {
    int factor = codec.autoencoder().config().factor();
    int channels = codec.autoencoder().config().latentChannels();
    Noise noise = Noise.perImage(keys, channels, canvas.height() / factor, canvas.width() / factor);
    Tensor first = noise.next();
    if (canvas.picture().isEmpty()) {
      return steps.walk(first.mul_(new Scalar(startScale)), model.given(rows), noise, observer);
    }
    Tensor known = codec.encode(tensor(canvas.picture().get()));
    double t = steps.times()[0];
    Tensor start =
        canvas.strength() == 1
            ? first.mul_(new Scalar(startScale))
            : Tensors.combine(loop.path().alpha(t), known, loop.path().sigma(t), first);
    return steps.walk(start, denoiser(rows, known), noise, observer);
  }

  private Denoiser denoiser(Conditioning rows, Tensor known) {
    if (canvas.mask().isEmpty()) {
      return model.given(rows);
    }
    Tensor mask = mask(canvas.mask().get());
    Tensor open = small(mask);
    if (!readsMask) {
      return new Inlay(model.given(rows), known, open);
    }
    Tensor picture = tensor(canvas.picture().orElseThrow());
    Tensor rest = codec.encode(picture.mul(mask.neg().add_(new Scalar(1.0))));
    Tensor joined = Tensors.cat(1, open, rest);
    Tensor images = joined.expand(rows.rows(), joined.size(1), joined.size(2), joined.size(3));
    return model.given(rows.with(Conditioning.IMAGE, images));
  }

  /** The last steps, as many as the strength has of all. */
  private SamplingLoop shorter() {
    double[] times = loop.times();
    int steps = times.length - 1;
    int taken = Math.max(1, (int) Math.min(steps, steps * canvas.strength()));
    return taken == steps
        ? loop
        : new SamplingLoop(
            loop.path(), loop.solver(), Arrays.copyOfRange(times, steps - taken, times.length));
  }

  /** The pictures with the pixels that the mask keeps. */
  private Tensor pasted(Tensor pictures) {
    if (canvas.mask().isEmpty()) {
      return pictures;
    }
    Picture whole = canvas.picture().orElseThrow();
    Tensor mask = mask(canvas.mask().get());
    Tensor kept = tensor(whole).mul(mask.neg().add_(new Scalar(1.0)));
    return pictures.mul(mask).add_(kept);
  }

  @Override
  public int steps() {
    return shorter().times().length - 1;
  }

  @Override
  public BatchGenerator counted(LongAdder evaluated) {
    return new LatentDrawing(model.counted(evaluated), loop, startScale, codec, canvas, readsMask);
  }

  /** [1,3,H,W] a picture in [-1, 1]. */
  private static Tensor tensor(Picture picture) {
    return Pictures.tensor(List.of(picture.rgb()), PixelRange.SYMMETRIC);
  }

  /** [1,1,H,W] a mask: 1 where it is white, 0 where it is black. */
  private static Tensor mask(Picture mask) {
    Tensor gray = tensor(mask).mean(1).unsqueeze(1);
    return gray.gt(new Scalar(0.0)).to(ScalarType.Float);
  }

  /** A mask of latents: each is what the mask is at its first pixel. */
  private Tensor small(Tensor mask) {
    int factor = codec.autoencoder().config().factor();
    return torch.upsample_nearest2d(mask, mask.size(2) / factor, mask.size(3) / factor);
  }
}
