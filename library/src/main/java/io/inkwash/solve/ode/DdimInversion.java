package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.SamplingLoop;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Finds the noise from which DDIM without fresh noise makes a given image: {@link ReverseDdim} on a
 * sampler's grid, from its end to its start.
 *
 * @param path the process
 * @param times the sampler's grid, strictly falling: the walk is along it from last to first
 * @param rounds iterations of a step: 1 as published, more for a closer inverse
 */
@SuppressWarnings("ArrayRecordComponent") // a grid is walked, never compared
public record DdimInversion(GaussianPath path, double[] times, int rounds) {

  /** Checks the grid and the rounds. */
  public DdimInversion {
    Preconditions.falling(times);
    new ReverseDdim(rounds).check(path);
  }

  /**
   * Walks from images to noise.
   *
   * @param image [N,C,H,W] states at the grid's last time, float64; left as they are
   * @param observer receives the states on the way; t and s of a step stand for where it left and
   *     where it arrived, so here t is less than s
   * @return the states at the grid's first time, in the caller's scope
   */
  public Tensor walk(Tensor image, Denoiser denoiser, SamplingLoop.Observer observer) {
    double[] rising = new double[times.length];
    Arrays.setAll(rising, k -> times[times.length - 1 - k]);
    Noise none =
        () -> {
          throw new IllegalStateException("reverse DDIM draws no noise");
        };
    return new SamplingLoop(path, new ReverseDdim(rounds), rising)
        .walk(image, denoiser, none, observer);
  }
}
