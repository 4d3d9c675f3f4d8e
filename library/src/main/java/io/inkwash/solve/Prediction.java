package io.inkwash.solve;

import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Tensor;

/** Which form of the denoiser's output an exponential integrator interpolates. */
public enum Prediction {
  /** The clean image, as in DPM-Solver++; steady under strong guidance. */
  DATA {
    @Override
    public Tensor of(Estimate estimate) {
      return estimate.x0();
    }

    @Override
    public void check(GaussianPath path, String solver) {}
  },
  /** The noise, as in DPM-Solver and DEIS. */
  NOISE {
    @Override
    public Tensor of(Estimate estimate) {
      return estimate.eps();
    }

    @Override
    public void check(GaussianPath path, String solver) {
      Preconditions.signalAtEnd(
          path, solver + " with noise prediction", "it divides by alpha; use data prediction");
    }
  };

  /** The output in this form. */
  public abstract Tensor of(Estimate estimate);

  /** Refuses a path on which this form cannot be used. */
  public abstract void check(GaussianPath path, String solver);
}
