package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import org.bytedeco.pytorch.Tensor;

/**
 * DDIM run backwards: finds the noise from which {@link Ddim} with eta 0 makes a given image (Song,
 * Meng and Ermon 2021, arXiv 2010.02502, section 4.3).
 *
 * <p>It walks a sampler's grid from its end to its start. A step from s up to t asks for the x_t
 * that DDIM would take to x_s. That is an equation for x_t, since the model is asked about x_t; it
 * is solved by guessing x_s for it and putting in the result.
 *
 * @param path the process
 * @param times the sampler's grid, strictly falling: the walk is along it from last to first
 * @param rounds how often the result is put in: 1 as published, more for a closer inverse
 */
@SuppressWarnings("ArrayRecordComponent") // a grid is walked, never compared
public record DdimInversion(GaussianPath path, double[] times, int rounds) {

  /** Checks the grid and the rounds. */
  public DdimInversion {
    Preconditions.falling(times);
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds is " + rounds + "; allowed: 1 or more");
    }
  }

  /**
   * Walks from images to noise.
   *
   * @param image [N,C,H,W] states at the grid's last time, float64; left as they are
   * @param observer sees the states on the way; t and s of a step stand for where it left and where
   *     it arrived, so here t is less than s
   * @return the states at the grid's first time, in the caller's scope
   */
  public Tensor walk(Tensor image, Denoiser denoiser, SamplingLoop.Observer observer) {
    try (TensorScope all = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor x = image;
      for (int i = times.length - 1; i > 0; i--) {
        Tensor next;
        try (TensorScope step = TensorScope.open()) {
          next = step.keep(rise(x, times[i], times[i - 1], denoiser));
          observer.after(times.length - i, times[i], times[i - 1], next);
        }
        if (i < times.length - 1) {
          x.close(); // only one state is alive
        }
        x = next;
      }
      return all.keep(x);
    }
  }

  /** The state at t from which DDIM reaches x at s. */
  private Tensor rise(Tensor x, double s, double t, Denoiser denoiser) {
    Tensor guessed = x;
    for (int round = 0; round < rounds; round++) {
      Tensor eps = Estimate.of(denoiser, path, guessed, t).eps();
      guessed = OdeVariable.NOISE.move(path, x, s, t, eps);
    }
    return guessed;
  }
}
