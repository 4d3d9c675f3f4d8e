package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.History;
import io.inkwash.solve.Interpolation;
import io.inkwash.solve.Multistep;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Recent;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Single-step DPM-Solver and DPM-Solver++ whose inner times are the grid's: groups of two or three
 * times are one step each, from the group's first state, at one evaluation a time (Lu et al. 2022,
 * arXiv 2206.00927 and 2211.01095; diffusers' DPMSolverSinglestepScheduler). The last group may be
 * shorter.
 *
 * @param prediction noise for DPM-Solver, data for DPM-Solver++
 * @param order the times of a group, 1 (which is DDIM) to 3
 * @param slope how the slope of a group is weighed
 */
public record DpmSolverOnGrid(Prediction prediction, int order, Multistep.Slope slope)
    implements Solver {

  /** Checks the order. */
  public DpmSolverOnGrid {
    Preconditions.order("dpm-solver", order, 3);
  }

  @Override
  public void check(GaussianPath path) {
    prediction.check(path, "dpm-solver");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return new GridState(this, path, denoiser);
  }

  private static final class GridState implements SolverState {
    private final DpmSolverOnGrid solver;
    private final GaussianPath path;
    private final Denoiser denoiser;
    private final Recent first = new Recent(1); // the state at the group's first time
    private final History history;
    private double start;
    private int stage;

    GridState(DpmSolverOnGrid solver, GaussianPath path, Denoiser denoiser) {
      this.solver = solver;
      this.path = path;
      this.denoiser = denoiser;
      this.history = new History(solver.order);
    }

    @Override
    public void begin(double[] times) {
      stage = 0;
    }

    @Override
    public Tensor step(Tensor x, double t, double s) {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      if (s == 0) {
        return estimate.x0();
      }
      boolean fresh = stage == 0 || Double.isInfinite(ExponentialStep.lambda(path, start));
      if (fresh) {
        first.add(x);
        start = t;
        stage = 0;
      }
      Tensor output = solver.prediction.of(estimate);
      history.record(ExponentialStep.lambda(path, t), output);
      Tensor next = advance(output, s);
      stage = (stage + 1) % solver.order;
      return next;
    }

    /** From the group's first state to s, with the outputs of the group so far. */
    private Tensor advance(Tensor newest, double s) {
      ExponentialStep step = ExponentialStep.of(solver.prediction, path, start, s);
      Tensor x = first.at(0);
      if (stage == 0) {
        return step.along(x, newest);
      }
      Tensor oldest = history.value(stage);
      double[] nodes = history.nodes(stage + 1, stage, step.h());
      if (solver.slope == Multistep.Slope.EXACT || stage == 1) {
        double[] moments = step.moments(stage + 1);
        if (solver.slope == Multistep.Slope.MIDPOINT) {
          moments[1] = 0.5 * moments[0];
        }
        double[] weights = Interpolation.weights(nodes, moments);
        return history.weighted(step.ratio(), x, step.scale(), weights);
      }
      Tensor change = newest.sub(oldest).mul_(new Scalar(1 / nodes[0]));
      return step.along(x, oldest, change);
    }

    @Override
    public void close() {
      history.close();
      first.close();
    }
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public boolean multistep() {
    return true;
  }

  @Override
  public int convergenceOrder() {
    return order;
  }
}
