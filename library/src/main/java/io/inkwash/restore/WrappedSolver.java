package io.inkwash.restore;

import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Solver;

/** A solver around another, with the other's properties. */
interface WrappedSolver extends Solver {

  /** The other. */
  Solver inner();

  @Override
  default boolean stochastic() {
    return inner().stochastic();
  }

  @Override
  default void check(GaussianPath path) {
    inner().check(path);
  }

  @Override
  default boolean needsVariance() {
    return inner().needsVariance();
  }

  @Override
  default boolean climbs() {
    return inner().climbs();
  }

  @Override
  default boolean imageByImage() {
    return inner().imageByImage();
  }

  @Override
  default boolean multistep() {
    return inner().multistep();
  }

  @Override
  default int convergenceOrder() {
    return inner().convergenceOrder();
  }

  @Override
  default int evaluations(int steps) {
    return inner().evaluations(steps);
  }
}
