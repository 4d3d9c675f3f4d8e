package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Heun++: Euler's step along the mean of three slopes, those at the next two times of the grid
 * weighed by their levels over three times the first level (ComfyUI's heunpp2). With weights that
 * vanish towards the data it is first order. The last step before time 0 looks ahead to one time.
 */
public record HeunPlusPlus() implements Solver {

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "heun++");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return new GridState(path, denoiser);
  }

  private static final class GridState implements SolverState {
    private final GaussianPath path;
    private final Denoiser denoiser;
    private double[] times = {};
    private int done;

    GridState(GaussianPath path, Denoiser denoiser) {
      this.path = path;
      this.denoiser = denoiser;
    }

    @Override
    public void begin(double[] grid) {
      times = grid.clone();
      done = 0;
    }

    @Override
    public Tensor step(Tensor x, double t, double s) {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      done++;
      if (s == 0) {
        return estimate.x0();
      }
      double after = done + 1 < times.length ? times[done + 1] : 0;
      double scale = (after == 0 ? 2 : 3) * level(times.length == 0 ? t : times[0]);
      Tensor here = estimate.eps();
      Tensor euler = move(x, t, s, here);
      Tensor ahead = Estimate.of(denoiser, path, euler, s).eps();
      double weight = level(s) / scale;
      double rest = 1 - weight;
      Tensor mean = ahead.mul(new Scalar(weight));
      if (after > 0) {
        Tensor further = Estimate.of(denoiser, path, move(euler, s, after, ahead), after).eps();
        mean.add_(further, new Scalar(level(after) / scale));
        rest -= level(after) / scale;
      }
      return move(x, t, s, mean.add_(here, new Scalar(rest)));
    }

    private double level(double t) {
      return OdeVariable.NOISE.at(path, t);
    }

    private Tensor move(Tensor x, double t, double s, Tensor eps) {
      return OdeVariable.NOISE.move(path, x, t, s, eps);
    }
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public int evaluations(int steps) {
    return steps < 2 ? steps : 3 * steps - 3;
  }
}
