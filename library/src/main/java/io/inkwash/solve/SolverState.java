package io.inkwash.solve;

import org.bytedeco.pytorch.Tensor;

/** One run of a solver over one batch, with whatever it remembers. Used by one thread. */
@FunctionalInterface
public interface SolverState extends AutoCloseable {

  /**
   * Receives the grid before the first step. A rule that needs to know how many steps are left,
   * such as one that lowers its order at the end, overrides this; the others ignore it.
   *
   * @param times the times that the run is going to visit, the first one included
   */
  default void begin(double[] times) {}

  /**
   * Steps from time t to time s: a smaller one, except for solvers that climb.
   *
   * @param x [N,C,H,W] the state at t; left as it is
   * @param t the current time
   * @param s the time to step to; 0 is data
   * @return the state at s, a new tensor
   */
  Tensor step(Tensor x, double t, double s);

  /**
   * This run with steps of another rule, such as one that calls this one's step and changes its
   * result. The grid and the end of the run reach this run as before.
   */
  default SolverState withSteps(SolverState rule) {
    SolverState run = this;
    return new SolverState() {
      @Override
      public void begin(double[] times) {
        run.begin(times);
      }

      @Override
      public Tensor step(Tensor x, double t, double s) {
        return rule.step(x, t, s);
      }

      @Override
      public void close() {
        run.close();
      }
    };
  }

  /** Frees the history. */
  @Override
  default void close() {}
}
