package io.inkwash.solve;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.catalog.Spec;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Ve;
import io.inkwash.process.Vp;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.sde.PredictorCorrector;
import io.inkwash.testkit.ObservedOrder;
import io.inkwash.torch.Torch;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The weak order of every solver of the catalog that draws fresh noise. */
class StochasticOrderTest {
  private static final List<GaussianPath> PATHS = List.of(Vp.linear(), Ve.geometric(0.02, 5));

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  static Stream<String> stochastic() {
    return Catalog.SOLVERS.names().stream().filter(name -> make(name).stochastic());
  }

  private static Solver make(String spec) {
    return Catalog.SOLVERS.make(Spec.parse(spec));
  }

  /** Those of order 0 do not come nearer by more steps alone. */
  @ParameterizedTest
  @MethodSource("stochastic")
  void meanAndVarianceConvergeAtTheDeclaredOrder(String name) {
    Solver solver = make(name);
    if (solver.convergenceOrder() == 0) {
      return;
    }
    for (GaussianPath path : PATHS) {
      OptionalDouble order = ObservedOrder.ofDistribution(solver, path);
      // Corrections whose length is that of an image's score are no weighted sum of draws; they
      // are measured on images of many pixels by StochasticSolversTest.
      assertThat(order.isEmpty()).as(name).isEqualTo(solver instanceof PredictorCorrector);
      if (order.isPresent()) {
        assertThat(order.getAsDouble())
            .as("%s on %s", name, path.name())
            .isGreaterThan(solver.convergenceOrder() - 0.15);
      }
    }
  }
}
