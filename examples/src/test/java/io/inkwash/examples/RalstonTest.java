package io.inkwash.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.testkit.ConvergenceOrder;
import io.inkwash.testkit.ExactDenoiser;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ralston's method on every path of the catalog, by the library's own kit for solvers. */
class RalstonTest {

  /** On the sub-VP SDE in its own time the second order shows from so many steps on. */
  private static final int STEPS = 400;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  /** Every path of the catalog, this module's own among them. */
  static List<String> paths() {
    return Catalog.PATHS.names();
  }

  private static GaussianPath path(String name) {
    return Catalog.PATHS.make(new Spec(name, Map.of()));
  }

  private static boolean serves(Solver solver, GaussianPath path) {
    try {
      solver.check(path);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void isOfSecondOrderOnEveryPathThatItServes(String name) {
    GaussianPath path = path(name);
    for (OdeVariable variable : OdeVariable.values()) {
      Ralston ralston = new Ralston(variable);
      if (serves(ralston, path)) {
        assertThat(ConvergenceOrder.observed(ralston, path, STEPS))
            .as("%s on %s", ralston, path.name())
            .isCloseTo(ralston.convergenceOrder(), within(0.15));
      }
    }
  }

  @Test
  void servesAllPathsButThoseWhoseSlopeIsInfinite() {
    List<String> refusedInNoise =
        paths().stream().filter(n -> !serves(new Ralston(OdeVariable.NOISE), path(n))).toList();
    assertThat(refusedInNoise).containsExactly("zero-snr-betas", "rectified-flow");
    List<String> servedInTime =
        paths().stream().filter(n -> serves(new Ralston(OdeVariable.TIME), path(n))).toList();
    assertThat(servedInTime)
        .contains("rectified-flow", "vp", "trigflow")
        .doesNotContain("linear-betas", "zero-snr-betas");
  }

  @Test
  void refusesATableWithoutSignalAtItsEndBeforeItStarts() {
    GaussianPath path = path("zero-snr-betas");
    Ralston ralston = new Ralston(OdeVariable.NOISE);
    assertThatThrownBy(() -> new SamplingLoop(path, ralston, new double[] {1000, 500, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ralston on ")
        .hasMessageContaining("use ddim");
  }

  @Test
  void evaluatesTheDenoiserAsOftenAsItStates() {
    GaussianPath path = path("trigflow");
    Denoiser exact = new ExactDenoiser(GaussianMixture.normal(new double[] {0.4}, 0.25), path);
    int[] evaluations = {0};
    Denoiser counted =
        (x, t) -> {
          evaluations[0]++;
          return exact.denoise(x, t);
        };
    try (TensorScope scope = TensorScope.open()) {
      new SamplingLoop(path, new Ralston(OdeVariable.NOISE), new double[] {1.5, 1, 0.5, 0})
          .walk(Tensors.zeros(1, 1, 1, 1), counted, () -> null, SamplingLoop.Observer.NONE);
    }
    assertThat(evaluations[0]).isEqualTo(new Ralston(OdeVariable.NOISE).evaluations(3));
  }

  @Test
  void isKnownByName() {
    Registry<Solver> solvers = Catalog.SOLVERS;
    assertThat(solvers.make(Spec.parse("ralston"))).isEqualTo(new Ralston(OdeVariable.NOISE));
    assertThat(solvers.make(Spec.parse("ralston(variable=time)")))
        .isEqualTo(new Ralston(OdeVariable.TIME));
  }
}
