package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Scope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The adaptive Runge-Kutta method of orders 5 and 4 on the probability-flow ODE in the path's time
 * (Dormand and Prince 1980; Song et al. 2021, arXiv 2011.13456, section D.4).
 *
 * <p>Each image is walked alone, with steps of its own, since an error norm over the batch would
 * make an image depend on its neighbours. A grid needs no times between its ends; those that it has
 * are met exactly. The step to time 0 goes to the path's start and is the clean image guessed
 * there.
 *
 * @param relative tolerance relative to the state: 1e-5 as published
 * @param absolute tolerance beside it: 1e-5 as published
 */
public record Rk45(double relative, double absolute) implements Solver {
  private static final double FIRST_PART = 0.01;
  private static final double SAFETY = 0.9;
  private static final double LEAST_FACTOR = 0.2;
  private static final double MOST_FACTOR = 10;

  public Rk45 {
    if (!(relative >= 0 && absolute > 0)) {
      throw new IllegalArgumentException(
          "tolerances are %s relative and %s absolute; allowed: 0 or more, and more than 0"
              .formatted(relative, absolute));
    }
  }

  @Override
  public void check(GaussianPath path) {
    Clock.TIME.check(path, "rk45");
  }

  @Override
  public Run start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      double to = s == 0 ? Math.min(path.start(), t) : s;
      Tensor[] images = new Tensor[Math.toIntExact(x.size(0))];
      for (int k = 0; k < images.length; k++) {
        Denoiser alone = denoiser.only(k);
        DormandPrince.Field flow = (state, time) -> Guess.of(alone, path, state, time).velocity();
        Tensor end = integrate(flow, x.narrow(0, k, 1), t, to);
        images[k] = s == 0 ? Guess.of(alone, path, end, to).x0() : end;
      }
      return Tensors.cat(0, images);
    };
  }

  /** Walks one image from t down to s. */
  private Tensor integrate(DormandPrince.Field flow, Tensor x, double t, double s) {
    if (t == s) {
      return x;
    }
    Tensor state = x;
    Tensor slope = flow.slope(x, t);
    double time = t;
    double h = FIRST_PART * (s - t); // negative, as all steps
    while (time > s) {
      boolean last = time + h <= s;
      double step = last ? s - time : h;
      if (time + step == time) {
        throw new IllegalStateException(
            "rk45 cannot meet its tolerance at t = %s: the model is not smooth there or not finite"
                .formatted(time));
      }
      double error;
      try (Scope scope = Scope.open()) {
        DormandPrince trial = DormandPrince.step(flow, state, time, step, slope);
        error = trial.size(state, relative, absolute);
        if (error <= 1) {
          state = scope.keep(trial.end());
          slope = scope.keep(trial.slope());
          time = last ? s : time + step;
        }
      }
      h = step * factor(error);
    }
    return state;
  }

  /** By how much the next step is longer than the last. A NaN shortens it. */
  private static double factor(double error) {
    double wanted = SAFETY * Math.pow(error, -1 / 5.0);
    return wanted >= LEAST_FACTOR ? Math.min(wanted, MOST_FACTOR) : LEAST_FACTOR;
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public int order() {
    return 5;
  }

  /** At least 7 for the first part of a step and 6 for the second. */
  @Override
  public int evaluations(int steps) {
    return 13 * (steps - 1) + 1;
  }
}
