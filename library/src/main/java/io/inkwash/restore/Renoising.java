package io.inkwash.restore;

import io.inkwash.solve.SolverState;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** Steps down by another solver, whose state begins anew after each step up; up by a rule. */
final class Renoising implements SolverState {

  /** A step from a time to a noisier one. */
  @FunctionalInterface
  interface Rise {
    Tensor step(Tensor x, double from, double to);
  }

  private final Supplier<SolverState> start;
  private final Rise rise;
  private SolverState down;

  Renoising(Supplier<SolverState> start, Rise rise) {
    this.start = start;
    this.rise = rise;
    this.down = start.get();
  }

  @Override
  public Tensor step(Tensor x, double t, double s) {
    if (s <= t) {
      return down.step(x, t, s);
    }
    down.close(); // its history belongs to the descent before
    down = start.get();
    return rise.step(x, t, s);
  }

  @Override
  public void close() {
    down.close();
  }
}
