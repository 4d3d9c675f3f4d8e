package io.inkwash.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Vp;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.restore.degradation.Degradation;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.StepProgress;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Images whose pixels are independent and normal, of mean 0.1 and standard deviation 0.5, and their
 * exact denoiser.
 */
final class NormalPixels {
  static final double MEAN = 0.1;
  static final double SPREAD = 0.5;
  static final int STEPS = 6;
  static final String COMPLETE = "half(missing=center)";
  private static final GaussianPath PATH = Vp.linear();

  /** E[x0 | x_t] of normal data. */
  static final Denoiser EXACT =
      (x, t) -> {
        double alpha = PATH.alpha(t);
        double sigma = PATH.sigma(t);
        double variance = alpha * alpha * SPREAD * SPREAD + sigma * sigma;
        double gain = SPREAD * SPREAD * alpha / variance;
        return Denoised.of(x.mul(new Scalar(gain)).add(new Scalar(MEAN * (1 - gain * alpha))));
      };

  static Prior prior(String solver, PixelRange range) {
    SamplingLoop sampler =
        new SamplingLoop(
            PATH, Catalog.SOLVERS.make(Spec.parse(solver)), TimeGrid.trailing().times(PATH, STEPS));
    return new Prior(EXACT, sampler, new ImageSpec(3, 12, 12, range));
  }

  static Restoration restoration(Prior prior, String degradation, double noise) {
    return Restoration.of(
        prior,
        degradation(degradation),
        noise,
        () -> Tensors.zeros(1, 3, 12, 12).add_(new Scalar(MEAN)),
        7);
  }

  static Degradation degradation(String words) {
    return Catalog.DEGRADATIONS.make(Spec.parse(words));
  }

  static Tensor truth(long images) {
    return Rng.seed(1)
        .normalRows(0, 0, images, 3, 12, 12)
        .to(ScalarType.Double)
        .mul_(new Scalar(SPREAD))
        .add_(new Scalar(MEAN));
  }

  static Tensor restored(Restoration restoration, String method, Tensor y, long first) {
    return restoration.restore(Spec.parse(method), y, first, StepProgress.NONE).images();
  }

  static double distance(Tensor a, Tensor b) {
    return Tensors.toDoubles(a.sub(b).abs().max())[0];
  }

  private NormalPixels() {}
}
