package io.inkwash.recipe.parts;

import io.inkwash.catalog.Registry;
import io.inkwash.solve.Solver;

/** Sampling rules by name. */
final class Solvers {
  private Solvers() {}

  /** All sampling rules. */
  static final Registry<Solver> SOLVERS = new Registry<>("solver");

  static {
    SdeSolvers.register(SOLVERS);
    OdeSolvers.register(SOLVERS);
    MultistepSolvers.register(SOLVERS);
  }
}
