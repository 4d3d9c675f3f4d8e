package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Transition;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Langevin corrections at each level, then a reverse-diffusion step to the next (Song et al. 2021,
 * arXiv 2011.13456, algorithms 2 to 5 and equation 46).
 *
 * <p>A correction is {@code x + a score + sqrt(2 a) z} with {@code a = 2 (1 - beta) (snr |z| /
 * |score|)^2}. The norms are those of each image alone; the paper takes their means over the batch,
 * which makes an image depend on its neighbors.
 *
 * @param snr the ratio of the correction's two terms: 0.16 as published
 * @param corrections Langevin steps a level: 1 as published, 0 for the predictor alone
 */
public record PredictorCorrector(double snr, int corrections) implements Solver {

  public PredictorCorrector {
    if (!(snr > 0 && Double.isFinite(snr)) || corrections < 0) {
      throw new IllegalArgumentException(
          format(
              "snr is %s with %d corrections; allowed: a positive snr, 0 or more corrections",
              snr, corrections));
    }
  }

  @Override
  public void check(GaussianPath path) {
    Preconditions.signalAtEnd(
        path, "predictor-corrector", "it divides by alpha; use ancestral or dpm++sde");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      Transition forward = path.transition(s, t);
      Tensor state = x;
      for (int n = 0; n < corrections; n++) {
        Tensor score = Estimate.of(denoiser, path, state, t).score();
        state = langevin(state, score, noise.next(), forward.scale() * forward.scale());
      }
      Estimate estimate = Estimate.of(denoiser, path, state, t);
      if (s == 0) {
        return estimate.x0();
      }
      double variance = forward.variance();
      return Tensors.combine(2 - forward.scale(), state, variance, estimate.score())
          .add_(noise.next(), new Scalar(Math.sqrt(variance)));
    };
  }

  private Tensor langevin(Tensor x, Tensor score, Tensor z, double kept) {
    Tensor ratio = Tensors.normPerImage(z).div_(Tensors.normPerImage(score));
    Tensor size = ratio.square_().mul_(new Scalar(2 * kept * snr * snr));
    Tensor moved = x.add(score.mul(size));
    return moved.add_(z.mul(size.mul(new Scalar(2.0)).sqrt_()));
  }

  @Override
  public boolean stochastic() {
    return true;
  }

  @Override
  public int evaluations(int steps) {
    return steps * (1 + corrections);
  }
}
