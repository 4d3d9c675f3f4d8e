package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;

/**
 * Diffusion exponential integrator sampler: the polynomial through the last noises, integrated with
 * the exact weight of the linear part (Zhang and Chen 2023, arXiv 2204.13902, equation 14). The
 * polynomial is one in log-SNR, as in diffusers' "logrho".
 *
 * @param order how many answers it goes through, 1 to 3
 */
public record Deis(int order) implements Solver {

  public Deis {
    Preconditions.order("deis", order, 3);
  }

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "deis");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(order);
    return history.run(
        (x, t, s) -> {
          Estimate estimate = Estimate.of(denoiser, path, x, t);
          if (s == 0) {
            return estimate.x0();
          }
          history.record(ExponentialStep.lambda(path, t), estimate.eps());
          ExponentialStep step = ExponentialStep.of(Prediction.NOISE, path, t, s);
          double[] nodes = history.nodes(history.size(), 0, step.h());
          double[] weights = Interpolation.weights(nodes, step.moments(history.size()));
          return history.weighted(step.ratio(), x, step.scale(), weights);
        });
  }

  @Override
  public boolean stochastic() {
    return false;
  }
}
