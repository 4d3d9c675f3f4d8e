package io.inkwash.solve;

import org.bytedeco.pytorch.Tensor;

/** One run of a solver over one batch, with whatever history it keeps. */
@FunctionalInterface
public interface SolverState extends AutoCloseable {

  /**
   * Steps from time t to time s: a smaller one, but for solvers that climb.
   *
   * @param x [N,C,H,W] the state at t; left as it is
   * @param t the time now
   * @param s the time to step to; 0 is data
   * @return the state at s
   */
  Tensor step(Tensor x, double t, double s);

  /** Lets go of the history. */
  @Override
  default void close() {}
}
