package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Recent;
import org.bytedeco.pytorch.Tensor;

/**
 * UniPC, a multistep predictor whose result is corrected once the model has been asked about it, at
 * no further evaluation (Zhao et al. 2023, arXiv 2302.04867, algorithms 1 to 3), in data
 * prediction.
 *
 * <p>The two variants differ where the paper simplifies: in the predictor of order 2 and the
 * corrector of order 1.
 *
 * @param points the paper's order p of the predictor, 1 to 3
 * @param variant the paper's function B(h)
 * @param corrector whether results are corrected, which adds 1 to the order of convergence
 */
public record UniPc(int points, Variant variant, Corrector corrector) implements Solver {

  /** The function B(h). */
  public enum Variant {
    /** {@code B(h) = h}. */
    BH1 {
      @Override
      double of(ExponentialStep step) {
        return step.h();
      }
    },
    /** {@code B(h) = 1 - exp(-h)}. */
    BH2 {
      @Override
      double of(ExponentialStep step) {
        return step.moments(1)[0];
      }
    };

    abstract double of(ExponentialStep step);
  }

  /** Whether there is a corrector. */
  public enum Corrector {
    /** UniPC. */
    ON,
    /** The predictor alone, UniP. */
    OFF
  }

  public UniPc {
    Preconditions.order("unipc", points, 3);
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    return new Walk(this, path, denoiser);
  }

  private static final class Walk implements SolverState {
    private final UniPc solver;
    private final GaussianPath path;
    private final Denoiser denoiser;
    private final History history;
    private final Recent corrected = new Recent(1);
    private double before; // the time of the last corrected state

    Walk(UniPc solver, GaussianPath path, Denoiser denoiser) {
      this.solver = solver;
      this.path = path;
      this.denoiser = denoiser;
      this.history = new History(solver.points + 1);
    }

    @Override
    public Tensor step(Tensor x, double t, double s) {
      Tensor x0 = Estimate.of(denoiser, path, x, t).x0();
      if (s == 0) {
        return x0;
      }
      int known = history.size();
      history.record(ExponentialStep.lambda(path, t), x0);
      Tensor state = x;
      if (solver.corrector == Corrector.ON && known > 0) {
        state = correct(Math.min(solver.points, known), t);
      }
      corrected.add(state);
      before = t;
      return history.size() == 0
          ? ExponentialStep.of(Prediction.DATA, path, t, s).along(x, x0)
          : predict(state, t, s);
    }

    /** From the newest answers alone. */
    private Tensor predict(Tensor x, double t, double s) {
      ExponentialStep step = ExponentialStep.of(Prediction.DATA, path, t, s);
      int points = Math.min(solver.points, history.size());
      double[] moments = step.moments(points);
      if (points == 2) {
        moments[1] = 0.5 * solver.variant.of(step);
      }
      double[] nodes = history.nodes(points, 0, step.h());
      return history.weighted(step.ratio(), x, step.scale(), Interpolation.weights(nodes, moments));
    }

    /** The last step once more, now that the answer at its end is known. */
    private Tensor correct(int points, double t) {
      ExponentialStep step = ExponentialStep.of(Prediction.DATA, path, before, t);
      double[] moments = step.moments(points + 1);
      if (points == 1) {
        moments[1] = 0.5 * solver.variant.of(step);
      }
      double[] nodes = history.nodes(points + 1, 1, step.h());
      double[] weights = Interpolation.weights(nodes, moments);
      return history.weighted(step.ratio(), corrected.at(0), step.scale(), weights);
    }

    @Override
    public void close() {
      history.close();
      corrected.close();
    }
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public int order() {
    return corrector == Corrector.ON ? points + 1 : points;
  }
}
