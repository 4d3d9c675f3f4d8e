package io.inkwash.generate;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.restore.Blend;
import io.inkwash.restore.Inversion;
import io.inkwash.restore.Prior;
import io.inkwash.solve.Noise;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The way between images and the noise behind them, without chance: DDIM and its inverse (Song,
 * Meng and Ermon 2021, arXiv 2010.02502, section 4.3).
 *
 * @param prior the model; its own solver is not looked at
 * @param inversion the way along its grid
 */
public record RoundTrip(Prior prior, Inversion inversion) {

  /** Checks the model. */
  public RoundTrip {
    prior.requireWhole("a way from images to noise");
  }

  /**
   * The way from noise to images along the whole grid.
   *
   * @param rounds how often each step up is refined: 1 as published
   */
  public static RoundTrip down(Prior prior, int rounds) {
    return new RoundTrip(prior, new Inversion(prior.path(), prior.sampler().times(), rounds));
  }

  /**
   * The way that can also be walked up. Where no signal is left at the end of the path, what an
   * image was can no longer be distinguished: there it turns one step of the grid earlier.
   *
   * @throws SpecException if the grid has too few steps for that
   */
  public static RoundTrip upAndDown(Prior prior, int rounds) {
    GaussianPath path = prior.path();
    double[] times = prior.sampler().times();
    if (path.alpha(times[0]) == 0) {
      if (times.length < 3) {
        throw new SpecException("1 step from image to noise on this path; allowed: 2 or more");
      }
      times = Arrays.copyOfRange(times, 1, times.length);
    }
    return new RoundTrip(prior, new Inversion(path, times, rounds));
  }

  /** The noise from which {@code sample} draws image 0 of a seed: [1,C,H,W], float64. */
  public Tensor seeded(long seed) {
    ImageSpec data = prior.data();
    long[] shape = {1, data.channels(), data.height(), data.width()};
    return Noise.perImage(Rng.seed(seed).stream("sample"), 0, shape)
        .next()
        .mul_(new Scalar(prior.path().priorScale()));
  }

  /** The noise behind images [N,C,H,W], float64. */
  public Tensor noise(Tensor images) {
    return inversion.noise(images, prior.denoiser());
  }

  /** The images that noise becomes. */
  public Tensor images(Tensor noise) {
    return inversion.images(noise, prior.denoiser());
  }

  /** What images [N,C,H,W], float64, are after the way to noise and back. */
  public Tensor back(Tensor images, StepProgress progress) {
    int steps = inversion.times().length - 1;
    Denoiser watched = watched(images.size(0), steps * (inversion.rounds() + 1), progress);
    try (TensorScope scope = TensorScope.open()) {
      return scope.keep(inversion.images(inversion.noise(images, watched), watched));
    }
  }

  /**
   * The images on the way from one noise to another.
   *
   * @param a [1,C,H,W]
   * @param b [1,C,H,W]
   * @param count how many, both ends included
   * @param batch images at a time
   * @return [count,C,H,W]
   */
  public Tensor between(
      Tensor a, Tensor b, Blend blend, int count, int batch, StepProgress progress) {
    int steps = inversion.times().length - 1;
    try (TensorScope scope = TensorScope.open()) {
      Tensor noise = blend.frames(a, b, count);
      List<Tensor> parts = new ArrayList<>();
      for (int first = 0; first < count; first += batch) {
        int images = Math.min(batch, count - first);
        parts.add(
            inversion.images(noise.narrow(0, first, images), watched(images, steps, progress)));
      }
      return scope.keep(Tensors.cat(0, parts.toArray(Tensor[]::new)));
    }
  }

  /** The model, reporting each of its evaluations. */
  private Denoiser watched(long images, int times, StepProgress progress) {
    AtomicInteger evaluations = new AtomicInteger();
    return (x, t) -> {
      Denoised estimate = prior.denoiser().denoise(x, t);
      progress.after(Math.toIntExact(images), evaluations.incrementAndGet(), times);
      return estimate;
    };
  }
}
