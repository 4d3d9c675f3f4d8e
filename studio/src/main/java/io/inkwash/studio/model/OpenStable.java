package io.inkwash.studio.model;

import io.inkwash.data.ImageSpec;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.folder.StableDiffusion;
import io.inkwash.process.GaussianPath;
import io.inkwash.request.StoredModelText;
import io.inkwash.restore.Prior;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Tensors;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/** A model of Stable Diffusion with its weights. */
record OpenStable(String id, StableDiffusion model) implements OpenModel {
  /** Pixels of all pictures of a batch: one of 512x512. */
  private static final int BATCH_PIXELS = 512 * 512;

  private static final int LARGEST_BATCH = 64;

  /** The longest side of a state that is decoded while a picture is drawn, in latents. */
  private static final long SHOWN_SIDE = 16;

  @Override
  public ComputeDevice device() {
    return model.device();
  }

  @Override
  public boolean isNewest() {
    return true;
  }

  @Override
  public Drawing drawing(GenerateOptions requested, ImageSpec pictures) {
    return model.drawing(requested, pictures);
  }

  @Override
  public Prior prior(GenerateOptions requested, ImageSpec pictures) {
    return model.prior(requested, pictures);
  }

  @Override
  public Optional<GaussianPath> path() {
    return Optional.of(model.stored().form().scheduler().path());
  }

  @Override
  public int largestBatch(ImageSpec pictures) {
    return Math.max(
        1, Math.min(LARGEST_BATCH, BATCH_PIXELS / (pictures.width() * pictures.height())));
  }

  /** Every k-th latent of each row and column, so that a small picture is decoded. */
  @Override
  public Tensor thinned(Tensor states) {
    long longest = Math.max(states.size(2), states.size(3));
    long stride = (longest + SHOWN_SIDE - 1) / SHOWN_SIDE;
    return stride == 1
        ? states
        : states
            .index_select(2, everyNth(states.size(2), stride))
            .index_select(3, everyNth(states.size(3), stride));
  }

  private static Tensor everyNth(long size, long stride) {
    long[] kept = LongStream.iterate(0, k -> k < size, k -> k + stride).toArray();
    return Tensors.of(kept, kept.length);
  }

  @Override
  public Map<String, String> text() {
    return StoredModelText.of(id);
  }

  @Override
  public Map<String, String> text(GenerateOptions requested, ImageSpec pictures) {
    return StoredModelText.of(id, model.stored(), requested, pictures);
  }

  @Override
  public void close() {
    model.close();
  }
}
