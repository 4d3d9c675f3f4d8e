package io.inkwash.solve.sde;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Langevin corrections at each level, then a predictor's step to the next (Song et al. 2021, arXiv
 * 2011.13456, algorithms 2 to 5).
 *
 * <p>A correction is {@code x + a score + sqrt(2 a) z}. Norms are those of each image alone; the
 * paper takes their means over the batch, which makes an image depend on its neighbors.
 *
 * @param predictor the step to the next level: reverse diffusion as published, ancestral or
 *     Euler-Maruyama
 * @param corrector how long a correction is
 * @param snr the ratio of the correction's two terms: 0.16 as published
 * @param corrections Langevin steps a level: 1 as published, 0 for the predictor alone
 */
public record PredictorCorrector(Solver predictor, Corrector corrector, double snr, int corrections)
    implements Solver {

  /** The length a of a correction. */
  public enum Corrector {
    /** {@code 2 (1 - beta) (snr |z| / |score|)^2}. */
    LANGEVIN {
      @Override
      Tensor size(Tensor score, Tensor z, double sigma) {
        return Tensors.normPerImage(z).div_(Tensors.normPerImage(score)).square_();
      }
    },
    /** {@code 2 (1 - beta) (snr sigma)^2}: annealed Langevin dynamics. */
    ANNEALED {
      @Override
      Tensor size(Tensor score, Tensor z, double sigma) {
        return Tensors.normPerImage(z).mul_(new Scalar(0.0)).add_(new Scalar(sigma * sigma));
      }
    };

    /** The length over 2 (1 - beta) snr^2, one for each image. */
    abstract Tensor size(Tensor score, Tensor z, double sigma);
  }

  /** Checks the ranges. */
  public PredictorCorrector {
    if (!(snr > 0 && Double.isFinite(snr)) || corrections < 0) {
      throw new IllegalArgumentException(
          format(
              "snr is %s with %d corrections; allowed: a positive snr, 0 or more corrections",
              snr, corrections));
    }
    if (predictor.multistep()) {
      throw new IllegalArgumentException(
          format(
              "corrections between steps of %s, which depend on earlier ones; use a single-step solver",
              predictor));
    }
  }

  /** The published pair. */
  public PredictorCorrector(double snr, int corrections) {
    this(new ReverseDiffusion(), Corrector.LANGEVIN, snr, corrections);
  }

  @Override
  public void check(GaussianPath path) {
    Preconditions.signalAtEnd(
        path, "predictor-corrector", "it divides by alpha; use ancestral or dpm++sde");
    predictor.check(path);
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    SolverState run = predictor.start(path, denoiser, noise);
    return run.withSteps(
        (x, t, s) -> {
          Tensor state = x;
          for (int n = 0; n < corrections; n++) {
            state = corrected(path, denoiser, noise, state, t, s);
          }
          return run.step(state, t, s);
        });
  }

  /**
   * One correction.
   *
   * @param x [N,C,H,W] the state at t
   * @param s the time that the predictor is going to step to
   * @return the corrected state at t
   */
  public Tensor corrected(
      GaussianPath path, Denoiser denoiser, Noise noise, Tensor x, double t, double s) {
    double kept = path.transition(s, t).scale();
    Tensor score = Estimate.of(denoiser, path, x, t).score();
    Tensor z = noise.next();
    double scale = 2 * kept * kept * snr * snr;
    Tensor size = corrector.size(score, z, path.sigma(t)).mul_(new Scalar(scale));
    Tensor moved = x.add(score.mul(size));
    return moved.add_(z.mul(size.mul(new Scalar(2.0)).sqrt_()));
  }

  @Override
  public boolean stochastic() {
    return corrections > 0 || predictor.stochastic();
  }

  @Override
  public int evaluations(int steps) {
    return predictor.evaluations(steps) + steps * corrections;
  }
}
