package io.inkwash.restore;

import io.inkwash.restore.degradation.Degradation;
import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.solve.Solver;

/**
 * A method that restores images, as the registry holds it: what it needs, and what it does.
 *
 * @param need what it needs to have happened to the images
 * @param noise which measurements it is for
 * @param steps whose steps it takes
 * @param rule what it does to a batch
 */
public record Restorer(Need need, Tolerance noise, Steps steps, Rule rule) {

  /** What a method needs to have happened to images. */
  public enum Need {
    /** Nothing particular: A and its adjoint are all that it uses. */
    ANY("") {
      @Override
      boolean met(Degradation degradation, LinearOperator operator) {
        return true;
      }
    },
    /** The singular value decomposition of A. */
    SPECTRUM("needs the singular values of what happened, which are not known here") {
      @Override
      boolean met(Degradation degradation, LinearOperator operator) {
        return operator.spectral().isPresent();
      }
    },
    /** A loss of anything: it completes what is known. */
    LOSS("completes images that have lost something, and these are only noisy") {
      @Override
      boolean met(Degradation degradation, LinearOperator operator) {
        return !degradation.lossless();
      }
    },
    /** Noise alone: the measurement is the noisy image. */
    NOISY_IMAGE("removes noise from images that have lost nothing") {
      @Override
      boolean met(Degradation degradation, LinearOperator operator) {
        return degradation.lossless();
      }
    },
    /** A loss of resolution: the measurement is a smaller image. */
    SMALL_IMAGE("enlarges images that were made smaller") {
      @Override
      boolean met(Degradation degradation, LinearOperator operator) {
        return degradation.factor() > 1;
      }
    };

    private final String reason;

    Need(String reason) {
      this.reason = reason;
    }

    /** Whether images that this happened to are what the method needs. */
    abstract boolean met(Degradation degradation, LinearOperator operator);

    /** Why other images are refused, as the rest of a sentence that begins with the method. */
    String reason() {
      return reason;
    }
  }

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
    /** None: it evaluates no model. */
    NONE,
    /** Its own, on the caller's grid. */
    OWN,
    /** Those of the caller's solver. */
    SOLVER,
    /** Those of the caller's solver, which must be a stochastic one. */
    DRAWING;

    /** Whether the caller's solver matters. */
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
     * Sets everything up, without evaluating the model.
     *
     * @throws IllegalArgumentException if it cannot be, with the reason
     */
    InverseProblem.Plan plan(InverseProblem batch);
  }

  /** Whether it is for measurements that came of this. */
  boolean takes(Degradation degradation, LinearOperator operator, double sigma) {
    return need.met(degradation, operator) && noise.takes(sigma);
  }
}
