package io.inkwash.solve;

import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Tensor;

/** Which reading of the denoiser an exponential integrator takes to be slowly varying. */
public enum Prediction {
  /** The clean image, as in DPM-Solver++; steady under strong guidance. */
  DATA {
    @Override
    Tensor of(Estimate estimate) {
      return estimate.x0();
    }

    @Override
    void check(GaussianPath path, String solver) {}
  },
  /** The noise, as in DPM-Solver and DEIS. */
  NOISE {
    @Override
    Tensor of(Estimate estimate) {
      return estimate.eps();
    }

    @Override
    void check(GaussianPath path, String solver) {
      Preconditions.signalAtEnd(
          path, solver + " with noise prediction", "it divides by alpha; use data prediction");
    }
  };

  /** Reads an answer. */
  abstract Tensor of(Estimate estimate);

  /** Refuses a path on which the reading is of no use. */
  abstract void check(GaussianPath path, String solver);
}
