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
import io.inkwash.testkit.ConvergenceOrder;
import io.inkwash.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How fast each deterministic solver comes near the probability flow of normally distributed data,
 * which is known in closed form on every path.
 */
class OrderOfConvergenceTest {
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
        double observed = ConvergenceOrder.observed(solver, path);
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
        double error =
            ConvergenceOrder.error(
                new Rk45(tolerance, tolerance), path, ConvergenceOrder.grid(path, 1));
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

  private static String name(Solver solver) {
    return solver.toString().replaceAll(", churn=.*", "]");
  }

  private static String row(String name, List<String> cells) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-72s", name));
    cells.forEach(cell -> row.append(String.format(Locale.ROOT, " %9.9s", cell)));
    return row.append('\n').toString();
  }
}
