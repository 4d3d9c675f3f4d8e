package io.inkwash.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Ve;
import io.inkwash.process.Vp;
import io.inkwash.solve.multistep.SaSolver;
import io.inkwash.solve.ode.CfgPlusPlus;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.ode.ExponentialRungeKutta;
import io.inkwash.solve.ode.Rk45;
import io.inkwash.solve.sde.Renoised;
import io.inkwash.solve.sde.Seeds;
import io.inkwash.testkit.ExactDenoiser;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds of every solver: image k is itself in any batch, data is finite, counts are right. */
class BatchIndependenceTest {
  private static final List<GaussianPath> PATHS =
      List.of(Vp.linear(), Ve.geometric(), RectifiedFlow.standard());
  private static final Rng STREAM = Rng.seed(11);

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void anImageDoesNotDependOnItsBatch() {
    for (GaussianPath path : PATHS) {
      for (Solver solver : served(path)) {
        double[] together = draw(path, solver, 0, 5);
        assertThat(Arrays.stream(together))
            .as("%s on %s", solver, path.name())
            .allMatch(Double::isFinite);
        for (int k = 0; k < 5; k += 2) {
          assertThat(draw(path, solver, k, 1))
              .as("image %d of %s on %s", k, solver, path.name())
              .containsExactly(Arrays.copyOfRange(together, 4 * k, 4 * k + 4));
        }
      }
    }
  }

  @Test
  void theDenoiserIsAskedAsOftenAsDeclared() {
    for (GaussianPath path : PATHS) {
      for (Solver solver : served(path)) {
        int[] calls = {0};
        Denoiser exact = exact(path);
        Denoiser counted =
            new Varying(
                (x, t) -> {
                  calls[0]++;
                  return exact.denoise(x, t);
                });
        try (TensorScope scope = TensorScope.open()) {
          sampler(path, solver).draw(counted, STREAM, 0, SamplingLoop.Observer.NONE, 1, 1, 2, 2);
        }
        int declared = solver.evaluations(6);
        if (EverySolver.adaptive(solver)) {
          assertThat(calls[0]).as(solver.toString()).isGreaterThanOrEqualTo(declared);
        } else if (stages(solver) > 0 && path.alpha(path.end()) == 0) {
          assertThat(calls[0])
              .as("%s on %s", solver, path.name())
              .isEqualTo(declared - (stages(solver) - 1)); // the first is DDIM's
        } else {
          assertThat(calls[0]).as("%s on %s", solver, path.name()).isEqualTo(declared);
        }
      }
    }
  }

  /** Evaluations a step of the exponential single-step solvers, 0 for others. */
  private static int stages(Solver solver) {
    if (solver instanceof Renoised renoised) {
      return stages(renoised.inner());
    }
    if (solver instanceof CfgPlusPlus guided) {
      return stages(guided.inner());
    }
    if (solver instanceof Seeds seeds) {
      return seeds.stages();
    }
    if (solver instanceof SaSolver adams && adams.mode() == SaSolver.Mode.PECE) {
      return 2; // a step that starts without signal is not corrected
    }
    return solver instanceof DpmSolverSinglestep || solver instanceof ExponentialRungeKutta
        ? solver.convergenceOrder()
        : 0;
  }

  @Test
  void nothingNativeIsLeftBehind() {
    GaussianPath path = Vp.linear();
    for (Solver solver : served(path)) {
      draw(path, solver, 0, 2);
      long before = Pointer.totalCount();
      draw(path, solver, 0, 2);
      assertThat(Pointer.totalCount()).as(solver.toString()).isEqualTo(before);
    }
  }

  @Test
  void aSolverWhoseImagesHaveTheirOwnStepsRefusesSeveral() {
    SamplingLoop loop = sampler(Vp.linear(), new Rk45(1e-3, 1e-3));
    Denoiser any = exact(Vp.linear());
    try (TensorScope scope = TensorScope.open()) {
      assertThatThrownBy(() -> loop.draw(any, STREAM, 0, SamplingLoop.Observer.NONE, 2, 1, 2, 2))
          .hasMessage(
              "2 images in one run of Rk45[relative=0.001, absolute=0.001]; allowed: 1, each has its"
                  + " own steps");
    }
  }

  private static List<Solver> served(GaussianPath path) {
    return EverySolver.all().stream().filter(solver -> serves(solver, path)).toList();
  }

  private static boolean serves(Solver solver, GaussianPath path) {
    try {
      solver.check(path);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static SamplingLoop sampler(GaussianPath path, Solver solver) {
    double end = path.end();
    double[] times = {end, 0.8 * end, 0.5 * end, 0.2 * end, 0.05 * end, path.start(), 0};
    return new SamplingLoop(path, solver, times);
  }

  private static double[] draw(GaussianPath path, Solver solver, int first, int count) {
    try (TensorScope scope = TensorScope.open()) {
      return Tensors.toDoubles(
          sampler(path, solver)
              .over(
                  count,
                  (from, images) ->
                      sampler(path, solver)
                          .draw(
                              exact(path),
                              STREAM,
                              first + from,
                              SamplingLoop.Observer.NONE,
                              images,
                              1,
                              2,
                              2)));
    }
  }

  private static Denoiser exact(GaussianPath path) {
    return new Varying(
        new ExactDenoiser(
            new GaussianMixture(
                new double[] {0.3, 0.7},
                new double[][] {{-0.8, 0.3, 0.1, 0.2}, {0.5, -0.2, 0.3, -0.6}},
                new double[] {0.02, 0.05}),
            path));
  }

  /** A model that has learned a variance for each pixel. */
  private record Varying(Denoiser inner) implements Denoiser {
    @Override
    public Denoised denoise(Tensor x, double t) {
      return new Denoised(inner.denoise(x, t).x0(), x.sigmoid());
    }

    @Override
    public boolean learnedVariance() {
      return true;
    }
  }
}
