package io.inkwash.restore;

import io.inkwash.solve.SolverState;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * Steps down by another solver, whose state begins anew after each step up; up by a rule. The grid
 * of each descent is the falling part of the whole grid from where it begins.
 */
final class Renoising implements SolverState {

  /** A step from a time to a noisier one. */
  @FunctionalInterface
  interface Rise {
    Tensor step(Tensor x, double from, double to);
  }

  private final Supplier<SolverState> start;
  private final Rise rise;
  private SolverState down;
  private double[] times = {};
  private int done; // steps

  Renoising(Supplier<SolverState> start, Rise rise) {
    this.start = start;
    this.rise = rise;
    this.down = start.get();
  }

  @Override
  public void begin(double[] grid) {
    times = grid.clone();
    done = 0;
    beginDescent();
  }

  private void beginDescent() {
    int last = done;
    while (last + 1 < times.length && times[last + 1] < times[last]) {
      last++;
    }
    if (last > done) {
      down.begin(Arrays.copyOfRange(times, done, last + 1));
    }
  }

  @Override
  public Tensor step(Tensor x, double t, double s) {
    done++;
    if (s <= t) {
      return down.step(x, t, s);
    }
    down.close(); // its history belongs to the descent before
    down = start.get();
    beginDescent();
    return rise.step(x, t, s);
  }

  @Override
  public void close() {
    down.close();
  }
}
