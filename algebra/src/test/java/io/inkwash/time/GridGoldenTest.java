package io.inkwash.time;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Vp;
import io.inkwash.testkit.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Grids against the code of others. */
class GridGoldenTest {

  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/grids.txt");
  private static final GaussianPath TABLE = DiscretePath.of(Betas.linear(1000));
  private static final GaussianPath EDM = Edm.standard();

  /** No timestep is left at the noisiest end or below the cleanest. */
  private static final GaussianPath WIDE = new Edm(1e-4, 1e4);

  /** The visited times, without the 0 at the end, each read in another unit. */
  private static double[] read(
      TimeGrid grid, GaussianPath path, int steps, DoubleUnaryOperator unit) {
    double[] times = grid.times(path, steps);
    assertThat(times).hasSize(steps + 1).endsWith(0);
    return Arrays.stream(times).limit(steps).map(unit).toArray();
  }

  private static void assertTimesteps(String name, TimeGrid grid, int steps) {
    assertNear(read(grid, TABLE, steps, t -> t - 1), GOLDEN.vector(name + " " + steps), 1e-9);
  }

  private static void assertLevels(String name, TimeGrid grid, GaussianPath path, int steps) {
    double[] levels = GOLDEN.vector(name + " " + steps);
    assertClose(read(grid, path, steps, path::noiseRatio), Arrays.copyOf(levels, steps), 1e-10);
  }

  /**
   * Timesteps may be 0, so the tolerance is absolute: a part in 1e10 of the table's length or more.
   */
  private static void assertNear(double[] actual, double[] expected, double absolute) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertClose(actual[i], expected[i], 1e-10, absolute);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 10, 23})
  void timestepsAreThoseOfDiffusers(int steps) {
    assertTimesteps("ddim-leading-offset", new Leading(1), steps);
    assertTimesteps("dpm-leading", LastTime.OMITTED.of(TimeGrid.leading()), steps);
    assertTimesteps("dpm-linspace", LastTime.OMITTED.of(TimeGrid.linspace()), steps);
    assertTimesteps("dpm-lu", TimeGrid.logSnr(), steps);
    assertTimesteps("dpm-karras", TimeGrid.karras(), steps);
    assertTimesteps("euler-linspace", Rounding.NONE.of(TimeGrid.linspace()), steps);
    assertTimesteps("euler-karras", Rounding.NONE.of(TimeGrid.karras()), steps);
    assertTimesteps("euler-exponential", Rounding.NONE.of(TimeGrid.logSnr()), steps);
    assertTimesteps("euler-beta", Rounding.NONE.of(new BetaLevels(0.6, 0.6)), steps);
    assertTimesteps("lcm", new LcmTimes(50), steps);
    assertTimesteps("tcd", new LcmTimes(50), steps);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 10, 23})
  void flowShiftsAreThoseOfDiffusers(int steps) {
    GaussianPath flow = RectifiedFlow.standard();
    assertNear(
        read(new FlowShift(3), flow, steps, t -> 1000 * t),
        GOLDEN.vector("flow-shift-3 " + steps),
        0);
    for (int tokens : new int[] {1024, 4096}) {
      assertNear(
          read(FlowShift.ofTokens(tokens, 256, 4096, 0.5, 1.15), flow, steps, t -> 1000 * t),
          GOLDEN.vector("flow-tokens-" + tokens + " " + steps),
          0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 10, 23})
  void levelsAreThoseOfComfyUi(int steps) {
    assertLevels("comfy-simple", new Simple(), TABLE, steps);
    assertLevels("comfy-normal", Rounding.NONE.of(TimeGrid.linspace()), TABLE, steps);
    assertLevels(
        "comfy-sgm-uniform",
        Rounding.NONE.of(LastTime.OMITTED.of(TimeGrid.linspace())),
        TABLE,
        steps);
    assertLevels("comfy-beta", new BetaTimes(0.6, 0.6), TABLE, steps);
    assertLevels("comfy-kl-optimal", new KlOptimal(), EDM, steps);
    assertLevels("comfy-laplace", new LaplaceLevels(0, 0.5), EDM, steps);
    assertNear(
        read(new LinearQuadratic(0.025), RectifiedFlow.standard(), steps, t -> t),
        Arrays.copyOf(GOLDEN.vector("comfy-linear-quadratic " + steps), steps),
        0);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 10, 23})
  void alignedStepsAreThePublishedOnes(int steps) {
    for (AlignYourSteps.Model model : AlignYourSteps.Model.values()) {
      assertLevels("align-your-steps-" + model, new AlignYourSteps(model), WIDE, steps);
    }
  }

  @Test
  void levelsAreThoseOfKDiffusion() {
    double[] vp = GOLDEN.vector("vp-levels");
    assertClose(read(new LevelsOf(Vp.linear()), WIDE, 9, t -> t), Arrays.copyOf(vp, 9), 1e-10);
    double[] powers = GOLDEN.vector("polyexponential");
    assertClose(
        read(new Exponential(1.7), new Edm(0.01, 50), 9, t -> t), Arrays.copyOf(powers, 9), 1e-10);
  }

  @Test
  void timesAreThoseOfDpmSolver() {
    // That code's last step ends at 1e-3, ours at 0.
    assertClose(
        read(TimeGrid.logSnr(), Vp.linear(), 13, t -> t),
        GOLDEN.vector("dpm-solver-logSNR"),
        1e-10);
    assertClose(
        read(new PowerTimes(2), Vp.linear(), 13, t -> t),
        GOLDEN.vector("dpm-solver-time_quadratic"),
        1e-10);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 18})
  void levelsOfTheCosineTableAreEdms(int steps) {
    TimeGrid grid = new LevelsOf(DiscretePath.of(Betas.cosine(1000)));
    assertLevels("edm-iddpm", grid, EDM, steps);
  }

  @Test
  void quantilesOfBetaDistributionsAreThoseOfScipy() {
    List<Double> p = List.of(0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999);
    List<String> names = GOLDEN.names("beta-quantile ");
    assertThat(names).hasSize(5);
    for (String name : names) {
      String[] parts = name.split(" ", -1);
      double a = Double.parseDouble(parts[1]);
      double b = Double.parseDouble(parts[2]);
      double[] found = p.stream().mapToDouble(q -> BetaQuantile.at(q, a, b)).toArray();
      assertClose(found, GOLDEN.vector(name), 1e-11);
      for (int i = 0; i < found.length; i++) {
        // The other distribution is this one turned round.
        assertClose(1 - BetaQuantile.at(1 - p.get(i), b, a), found[i], 1e-11, 1e-15);
      }
    }
  }

  @Test
  void quantilesReachBothEnds() {
    assertThat(BetaQuantile.at(0, 0.6, 0.6)).isZero();
    assertThat(BetaQuantile.at(1, 0.6, 0.6)).isEqualTo(1);
    assertThat(BetaQuantile.at(1e-300, 1, 1))
        .isCloseTo(1e-300, org.assertj.core.api.Assertions.within(1e-310));
  }
}
