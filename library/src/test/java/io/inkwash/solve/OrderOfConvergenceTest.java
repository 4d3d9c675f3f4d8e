package io.inkwash.solve;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.SubVp;
import io.inkwash.process.Ve;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;
import io.inkwash.solve.ode.Rk45;
import io.inkwash.testkit.ExactDenoiser;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How fast each deterministic solver comes near the probability flow of normally distributed data,
 * which is known in closed form on every path.
 */
class OrderOfConvergenceTest {
  private static final GaussianMixture DATA =
      GaussianMixture.normal(new double[] {0.4, -0.3}, 0.25);
  private static final double[] NOISE = {1.3, -0.6};

  private static final List<GaussianPath> PATHS =
      List.of(
          Vp.linear(),
          Vp.cosine(),
          SubVp.linear(),
          Ve.geometric(),
          Edm.standard(),
          RectifiedFlow.standard(),
          DiscretePath.of(Betas.linear(1000)),
          VeLevels.ncsnV2());

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void everySolverHasItsDeclaredOrderOnEveryPathThatItServes() {
    SoftAssertions soft = new SoftAssertions();
    StringBuilder table = new StringBuilder("order: declared | observed on each path\n");
    table.append(row("", PATHS.stream().map(path -> path.name().split("\\(")[0]).toList()));
    for (Solver solver : EverySolver.deterministic()) {
      List<String> cells = new ArrayList<>();
      for (GaussianPath path : PATHS) {
        if (!serves(solver, path)) {
          cells.add("refused");
          continue;
        }
        double observed = observedOrder(solver, path);
        cells.add(String.format(Locale.ROOT, "%.2f", observed));
        soft.assertThat(observed)
            .as("%s on %s", solver, path.name())
            .isBetween(solver.convergenceOrder() - 0.15, solver.convergenceOrder() + 0.15);
      }
      table.append(row(solver.convergenceOrder() + " " + name(solver), cells));
    }
    System.out.println(table);
    soft.assertAll();
  }

  @Test
  void rk45MeetsItsTolerance() {
    for (GaussianPath path : PATHS) {
      if (path.discrete()) {
        continue;
      }
      for (double tolerance : new double[] {1e-4, 1e-6, 1e-8}) {
        double error = error(new Rk45(tolerance, tolerance), path, grid(path, 1));
        // The tolerance is on each step; there are tens of them, and errors fade on the way.
        assertThat(error).as("%s at %s", path.name(), tolerance).isLessThan(20 * tolerance);
      }
    }
  }

  private static boolean serves(Solver solver, GaussianPath path) {
    try {
      solver.check(path);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static double observedOrder(Solver solver, GaussianPath path) {
    int steps =
        solver.convergenceOrder() > 2
            ? 210
            : 120; // high orders show late; groups of three come out
    double coarse = error(solver, path, grid(path, steps));
    double fine = error(solver, path, grid(path, 2 * steps));
    return Math.log(coarse / fine) / Math.log(2);
  }

  /**
   * Times whose log-SNR grows with the square of the step number. The first steps of a multistep
   * solver are of low order; on this grid they are so short that they do not count.
   */
  private static double[] grid(GaussianPath path, int steps) {
    double from = Math.max(path.logSnr(path.end()), -9);
    double to = 7;
    double[] times = new double[steps + 1];
    for (int k = 0; k <= steps; k++) {
      double part = (double) k / steps;
      times[k] = path.timeAtLogSnr(from + part * part * (to - from));
    }
    return times;
  }

  private static double error(Solver solver, GaussianPath path, double[] times) {
    double first = times[0];
    double last = times[times.length - 1];
    double[] start = {path.sigma(first) * NOISE[0], path.sigma(first) * NOISE[1]};
    double[] exact = DATA.flow(path, start, first, last);
    try (TensorScope scope = TensorScope.open()) {
      Tensor end =
          new SamplingLoop(path, solver, times)
              .walk(
                  Tensors.of(start, 1, 1, 1, 2),
                  new ExactDenoiser(DATA, path),
                  () -> {
                    throw new AssertionError(solver + " draws noise");
                  },
                  SamplingLoop.Observer.NONE);
      double[] found = Tensors.toDoubles(end);
      return Math.hypot(found[0] - exact[0], found[1] - exact[1]);
    }
  }

  private static String name(Solver solver) {
    return solver.toString().replaceAll(", churn=.*", "]");
  }

  private static String row(String name, List<String> cells) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-72s", name));
    cells.forEach(cell -> row.append(String.format(Locale.ROOT, " %9.9s", cell)));
    return row.append('\n').toString();
  }
}
