package io.inkwash.recipe;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.process.GaussianPath;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered path, grid and distribution of training times holds to. */
class CatalogGridsTest {

  /** Every registered value, and each of its variants that has a word for it. */
  static Stream<String> grids() {
    return Catalog.GRIDS.entries().stream()
        .flatMap(
            entry -> {
              List<String> specs = new ArrayList<>(List.of(entry.name()));
              if (entry.defaults().containsKey("rounding")) {
                specs.add(entry.name() + "(rounding=none)");
              }
              if (entry.defaults().containsKey("last")) {
                specs.add(entry.name() + "(last=omitted)");
              }
              return specs.stream();
            });
  }

  static Stream<String> paths() {
    return names(Catalog.PATHS);
  }

  static Stream<String> times() {
    return names(Catalog.TIMES);
  }

  private static Stream<String> names(Registry<?> registry) {
    return registry.names().stream();
  }

  @ParameterizedTest
  @MethodSource("grids")
  void timesFallStrictlyToZeroWithinThePath(String spec) {
    TimeGrid grid = Catalog.GRIDS.make(Spec.parse(spec));
    boolean whole = !spec.contains("rounding=none");
    int possible = 0;
    for (String name : Catalog.PATHS.names()) {
      GaussianPath path = Catalog.PATHS.make(Spec.parse(name));
      for (int steps : new int[] {1, 2, 4, 7, 10, 50, 1000}) {
        double[] times;
        try {
          times = grid.times(path, steps);
        } catch (IllegalArgumentException refused) {
          assertThat(refused.getMessage()).doesNotContain("\n").hasSizeLessThan(250);
          continue;
        }
        possible++;
        assertThat(times).as("%s on %s", spec, name).hasSize(steps + 1).endsWith(0);
        for (int k = 0; k < steps; k++) {
          assertThat(times[k]).as("%s on %s", spec, name).isGreaterThan(times[k + 1]);
          assertThat(times[k]).isBetween(path.start(), path.end());
          assertThat(path.discrete() && whole && times[k] != path.snap(times[k])).isFalse();
        }
      }
    }
    assertThat(possible).as("%s fits some path", spec).isPositive();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void theSignalFallsAndIsReadBack(String name) {
    GaussianPath path = Catalog.PATHS.make(Spec.parse(name));
    assertThat(path.alpha(0)).isEqualTo(1);
    assertThat(path.sigma(0)).isZero();
    double before = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= 200; i++) {
      double t = path.start() + i * (path.end() - path.start()) / 200;
      double logSnr = path.logSnr(t);
      assertThat(logSnr).isLessThan(before);
      assertThat(path.alphaDot(t)).isLessThanOrEqualTo(0);
      if (Double.isFinite(logSnr) && t < path.end()) {
        assertClose(path.logSnr(path.timeAtLogSnr(logSnr)), logSnr, 1e-7, 1e-7);
      }
      before = logSnr;
    }
  }

  @ParameterizedTest
  @MethodSource("times")
  void trainingTimesAreOnThePathAndInTheOrderOfTheirNumbers(String name) {
    double[] u = new double[64];
    Arrays.setAll(u, i -> (i + 0.5) / 64);
    int possible = 0;
    for (String pathName : Catalog.PATHS.names()) {
      GaussianPath path = Catalog.PATHS.make(Spec.parse(pathName));
      TimeSampler times = Catalog.TIMES.make(Spec.parse(name));
      TimeBatch batch;
      try {
        batch = times.sample(path, u);
      } catch (IllegalArgumentException refused) {
        continue;
      }
      possible++;
      assertThat(batch.importance()).hasSize(64).containsOnly(1);
      for (double t : batch.t()) {
        assertThat(t).isBetween(path.start(), path.end()).isEqualTo(path.snap(t));
      }
      double turns = 0;
      for (int i = 2; i < 64; i++) {
        double before = Math.signum(batch.t()[i - 1] - batch.t()[i - 2]);
        double after = Math.signum(batch.t()[i] - batch.t()[i - 1]);
        turns += before * after < 0 ? 1 : 0;
      }
      assertThat(turns).as("%s on %s", name, pathName).isLessThanOrEqualTo(2); // wrapped at most
    }
    assertThat(possible).as("%s fits some path", name).isPositive();
  }
}
