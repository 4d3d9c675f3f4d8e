package io.inkwash.restore;

import io.inkwash.solve.Solver;
import java.util.Set;

/**
 * A way to restore images, whatever they are.
 *
 * @param tasks what it is for
 * @param noise which measurements it is for
 * @param steps whose steps it takes
 * @param rule what it does to a batch
 */
public record Restorer(Set<Task> tasks, Tolerance noise, Steps steps, Rule rule) {

  /** Which measurements a method is for. */
  public enum Tolerance {
    /** Those without noise: its images agree with them exactly. */
    EXACT,
    /** Those with noise. */
    NOISY,
    /** All. */
    ANY;

    boolean takes(double sigma) {
      return this == ANY || (this == NOISY) == (sigma > 0);
    }
  }

  /** Whose steps a method takes. */
  public enum Steps {
    /** None: it asks no model. */
    NONE,
    /** Its own, on the caller's grid. */
    OWN,
    /** Those of the caller's solver. */
    SOLVER,
    /** Those of the caller's solver, which must be one that draws. */
    DRAWING;

    /** Whether the caller's solver is looked at. */
    public boolean bySolver() {
      return this == SOLVER || this == DRAWING;
    }

    boolean takes(Solver solver) {
      return this != DRAWING || solver.stochastic();
    }
  }

  /** What is done to a batch. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Sets everything up, without asking the model.
     *
     * @throws IllegalArgumentException if it cannot be, with the reason
     */
    InverseProblem.Plan plan(InverseProblem batch);
  }
}
