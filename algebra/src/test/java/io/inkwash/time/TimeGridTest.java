package io.inkwash.time;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Ve;
import io.inkwash.process.Vp;
import io.inkwash.testkit.Cases;
import io.inkwash.testkit.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TimeGridTest {

  private static final DiscretePath TABLE = DiscretePath.of(Betas.linear(1000));

  private static final List<TimeGrid> ANY_PATH =
      List.of(
          TimeGrid.leading(),
          TimeGrid.trailing(),
          TimeGrid.linspace(),
          LastTime.OMITTED.of(TimeGrid.linspace()),
          LastTime.OMITTED.of(TimeGrid.leading()),
          new Simple(),
          TimeGrid.quadratic(),
          new PowerTimes(2),
          new BetaTimes(0.6, 0.6),
          new FlowShift(3),
          new LinearQuadratic(0.025),
          TimeGrid.edm(),
          new KlOptimal(),
          TimeGrid.logSnr());

  /** The 0-based timesteps of other code, noisiest first. */
  private static double[] indices(TimeGrid grid, GaussianPath path, int steps) {
    double[] times = grid.times(path, steps);
    assertThat(times[steps]).isZero();
    return DoubleStream.of(times).limit(steps).map(t -> t - 1).toArray();
  }

  @Test
  void timesFallStrictlyToZeroOnEveryPath() {
    Cases.check(
        3000,
        c -> {
          GaussianPath path = c.path();
          TimeGrid grid = c.of(ANY_PATH);
          int steps = c.integer(1, path.discrete() ? (int) Math.min(10, path.end() / 5) : 60);
          boolean infinite = path.alpha(path.end()) == 0 && grid instanceof Exponential;
          double[] times;
          try {
            times = grid.times(path, steps);
          } catch (IllegalArgumentException e) {
            // Refused for a reason: no finite noise level, or levels closer than timesteps.
            assertThat(infinite || e.getMessage().contains("use fewer steps")).isTrue();
            assertThat(infinite || path.discrete()).isTrue();
            return;
          }
          assertThat(times).hasSize(steps + 1);
          assertThat(times[steps]).isZero();
          for (int k = 0; k < steps; k++) {
            assertThat(times[k]).isGreaterThan(times[k + 1]).isEqualTo(path.snap(times[k]));
          }
        });
  }

  @Test
  void gridsThatBeginAtTheNoisiestTimeDoSoExactly() {
    for (GaussianPath path : Cases.paths()) {
      for (int steps : new int[] {1, 2, 7}) {
        assertThat(TimeGrid.trailing().times(path, steps)[0]).isEqualTo(path.end());
        assertThat(TimeGrid.linspace().times(path, steps)[0]).isEqualTo(path.end());
        assertThat(TimeGrid.quadratic().times(path, 2)[0]).isEqualTo(path.end());
        if (path.alpha(path.end()) > 0) {
          assertThat(TimeGrid.logSnr().times(path, Math.min(steps, 2))[0]).isEqualTo(path.end());
          assertThat(TimeGrid.karras().times(path, Math.min(steps, 2))[0]).isEqualTo(path.end());
        }
      }
      assertThat(TimeGrid.linspace().times(path, 5)[4]).isEqualTo(path.start());
      assertThat(TimeGrid.leading().times(path, 5)[4]).isEqualTo(path.start());
      assertThat(TimeGrid.quadratic().times(path, 2)[1]).isEqualTo(path.start());
    }
  }

  @Test
  void allVisitsEveryTimestep() {
    double[] times = TimeGrid.all().times(TABLE, 1000);
    for (int k = 0; k <= 1000; k++) {
      assertThat(times[k]).isEqualTo(1000 - k);
    }
    for (TimeGrid grid : List.of(TimeGrid.leading(), TimeGrid.trailing(), TimeGrid.linspace())) {
      assertThat(grid.times(TABLE, 1000)).isEqualTo(times);
    }
    assertThat(TimeGrid.strided().times(TABLE, 1000)).isEqualTo(times);
    assertThat(TimeGrid.sections("1000").times(TABLE, 1000)).isEqualTo(times);
  }

  @Test
  void leadingIsThePublishedList() {
    assertThat(indices(TimeGrid.leading(), TABLE, 10))
        .containsExactly(900, 800, 700, 600, 500, 400, 300, 200, 100, 0);
    assertThat(indices(TimeGrid.leading(), TABLE, 7))
        .containsExactly(852, 710, 568, 426, 284, 142, 0);
    assertThat(TimeGrid.leading().times(RectifiedFlow.standard(), 3)[0])
        .isCloseTo(1e-3 + 0.999 * 2 / 3, within(1e-15));
  }

  @Test
  void trailingIsThePublishedList() {
    assertThat(indices(TimeGrid.trailing(), TABLE, 10))
        .containsExactly(999, 899, 799, 699, 599, 499, 399, 299, 199, 99);
    assertThat(indices(TimeGrid.trailing(), TABLE, 7))
        .containsExactly(999, 856, 713, 570, 428, 285, 142);
    // Halves: 937.5 goes to 938 and 812.5 to 812, then 1 is taken off.
    assertThat(indices(TimeGrid.trailing(), TABLE, 16)).startsWith(999, 937, 874, 811, 749, 687);
    assertThat(TimeGrid.trailing().times(RectifiedFlow.standard(), 4))
        .containsExactly(1, 0.75, 0.5, 0.25, 0);
  }

  @Test
  void linspaceIsThePublishedList() {
    assertThat(indices(TimeGrid.linspace(), TABLE, 7))
        .containsExactly(999, 832, 666, 500, 333, 166, 0);
    assertThat(indices(LastTime.OMITTED.of(TimeGrid.linspace()), TABLE, 10))
        .containsExactly(999, 899, 799, 699, 599, 500, 400, 300, 200, 100);
    assertThat(indices(LastTime.OMITTED.of(TimeGrid.linspace()), TABLE, 12))
        .startsWith(999, 916, 832)
        .endsWith(83);
    assertThat(TimeGrid.linspace().times(Vp.linear(), 1)).containsExactly(1, 0);
  }

  @Test
  void quadraticIsDdims() {
    // numpy: linspace(0, sqrt(800), 10)^2, rounded down.
    assertThat(indices(new Quadratic(0.8), TABLE, 10))
        .containsExactly(800, 632, 483, 355, 246, 158, 88, 39, 9, 0);
    double[] times = TimeGrid.quadratic().times(Vp.linear(), 5);
    assertClose(times[1], 1e-3 + 0.999 * 9 / 16, 1e-13);
    assertClose(times[3], 1e-3 + 0.999 / 16, 1e-13);
  }

  @Test
  void edmsLevelsAreThePublishedOnes() {
    double[] published = {
      80,
      57.586,
      40.7856,
      28.3746,
      19.3525,
      12.9101,
      8.40094,
      5.31519,
      3.25682,
      1.92334,
      1.08817,
      0.585348,
      0.296442,
      0.139516,
      0.0599473,
      0.0229345,
      0.00752802,
      0.002,
      0
    };
    double[] times = TimeGrid.edm().times(Edm.standard(), 18);
    assertClose(times, published, 5e-6); // published to six digits
    assertThat(times[0]).isEqualTo(80);
    assertThat(times[17]).isEqualTo(0.002);
    assertThat(TimeGrid.karras().times(Edm.standard(), 18)).isEqualTo(times);
  }

  @Test
  void karrasKeepsItsLevelsOnOtherPaths() {
    // Inside the range of both paths: the same levels, other times.
    Karras grid = new Karras(7, 0.02, 40);
    double[] edm = grid.times(Edm.standard(), 9);
    double[] flow = grid.times(RectifiedFlow.standard(), 9);
    double[] ve = grid.times(Ve.geometric(), 9);
    for (int k = 0; k < 9; k++) {
      assertClose(flow[k] / (1 - flow[k]), edm[k], 1e-12);
      assertClose(Ve.geometric().sigma(ve[k]), edm[k], 1e-12);
    }
    assertClose(edm[0], 40, 1e-14);
    assertClose(edm[8], 0.02, 1e-14);
    assertThat(new Karras(7, 0.02, 40).times(Edm.standard(), 1)).hasSize(2).contains(edm[0]);
    // A range wider than the path's is cut to it.
    assertThat(new Karras(7, 1e-9, 1e9).times(Edm.standard(), 9))
        .isEqualTo(TimeGrid.karras().times(Edm.standard(), 9));
  }

  @Test
  void karrasWithRhoOneIsEvenInTheNoise() {
    double[] times = new Karras(1, 0, 10).times(new Edm(1, 10), 4);
    assertClose(times, new double[] {10, 7, 4, 1, 0}, 1e-13);
  }

  @Test
  void exponentialIsEvenInLogSnr() {
    for (GaussianPath path : List.of(Vp.linear(), Vp.cosine(), Ve.geometric(), Edm.standard())) {
      double[] times = TimeGrid.logSnr().times(path, 11);
      double gap = path.logSnr(path.start()) - path.logSnr(path.end());
      for (int k = 1; k < 11; k++) {
        assertClose(path.logSnr(times[k]) - path.logSnr(times[k - 1]), gap / 10, 1e-10);
      }
      assertClose(times[10], path.start(), 1e-11);
    }
    double[] rising = new Exponential(2).times(new Edm(1, 16), 3);
    assertClose(rising, new double[] {16, Math.pow(16, 0.25), 1, 0}, 1e-13);
  }

  @Test
  void levelsOnATableAreTheNearestTimesteps() {
    double[] times = TimeGrid.logSnr().times(TABLE, 10);
    double gap = TABLE.logSnr(1) - TABLE.logSnr(1000);
    for (int k = 0; k < 10; k++) {
      double wanted = TABLE.timeAtLogSnr(TABLE.logSnr(1000) + k * gap / 9);
      assertThat(Math.abs(times[k] - wanted)).isLessThanOrEqualTo(0.5 + 1e-9);
    }
  }

  @Test
  void respacingIsThePublishedOne() {
    Golden golden = Golden.read("/io/inkwash/golden/improved-diffusion.txt");
    List<String> names = golden.names("respaced-");
    assertThat(names).hasSize(12);
    for (String name : names) {
      String[] parts = name.split("-", 3);
      DiscretePath path = DiscretePath.of(Betas.cosine(Integer.parseInt(parts[1])));
      double[] published = golden.vector(name);
      int steps = published.length;
      TimeGrid grid =
          parts[2].startsWith("ddim") ? TimeGrid.strided() : TimeGrid.sections(parts[2]);
      double[] rising = DoubleStream.of(indices(grid, path, steps)).sorted().toArray();
      assertThat(rising).as(name).isEqualTo(published);
    }
  }

  @Test
  void strideThatDividesIsLeading() {
    for (int steps : new int[] {10, 25, 50, 250}) {
      assertThat(TimeGrid.strided().times(TABLE, steps))
          .isEqualTo(TimeGrid.leading().times(TABLE, steps));
    }
    assertThat(indices(TimeGrid.strided(), TABLE, 25)).startsWith(960).endsWith(0);
  }

  @Test
  void customTimesAreTaken() {
    assertThat(TimeGrid.custom(101, 88, 51, 2, 1).times(TABLE, 5))
        .containsExactly(101, 88, 51, 2, 1, 0);
    assertThat(TimeGrid.custom(101, 88, 0)).isEqualTo(TimeGrid.custom(101, 88));
    assertThat(TimeGrid.custom(0.5).times(Vp.linear(), 1)).containsExactly(0.5, 0);
    assertThat(CustomTimes.of(3, 2, 0).steps()).isEqualTo(2);
    assertThat(Sections.parse(" 10, 15 ,20").steps()).isEqualTo(45);
  }

  @Test
  void refusesStepsThatAreNotThere() {
    for (TimeGrid grid : ANY_PATH) {
      assertRefused(() -> grid.times(TABLE, 0), "0 steps for grid " + grid.name() + ": need");
      assertRefused(() -> grid.times(Vp.linear(), -1), "need at least 1");
      assertRefused(() -> grid.times(Vp.linear(), Integer.MAX_VALUE), "need at most 1000000");
      assertRefused(
          () -> grid.times(DiscretePath.of(Betas.cosine(100)), 101),
          "101 steps on discrete cosine-betas(100): the table has 100; ask for at most that many");
    }
    assertRefused(
        () -> TimeGrid.all().times(TABLE, 50),
        "50 steps for grid all on discrete linear-betas(1000): it has 1000; ask for those, or use");
    assertRefused(() -> TimeGrid.strided().times(TABLE, 0), "no whole stride takes 0");
  }

  @Test
  void refusesRepeatedTimesteps() {
    DiscretePath cosine = DiscretePath.of(Betas.cosine(1000));
    assertRefused(
        () -> TimeGrid.karras().times(cosine, 20),
        "grid karras with 20 steps on discrete cosine-betas(1000)"
            + " visits t = 1000.0 after t = 1000.0: use fewer steps or another grid");
    assertRefused(() -> TimeGrid.quadratic().times(TABLE, 500), "use fewer steps or another grid");
    assertRefused(() -> TimeGrid.custom(5, 5).times(TABLE, 2), "visits t = 5.0 after t = 5.0");
    assertRefused(() -> TimeGrid.custom(5, 6).times(TABLE, 2), "visits t = 6.0 after t = 5.0");
  }

  @Test
  void refusesRespacingThatDoesNotFit() {
    assertRefused(
        () -> TimeGrid.strided().times(TABLE, 300),
        "no whole stride takes 300 of the 1000 timesteps of discrete linear-betas(1000): use leading");
    assertRefused(() -> TimeGrid.strided().times(TABLE, 1), "no whole stride takes 1 of");
    assertRefused(
        () -> TimeGrid.sections("600,10").times(TABLE, 610),
        "600 timesteps in section 1 of discrete linear-betas(1000): it holds 500");
    assertRefused(() -> TimeGrid.sections("10,20").times(TABLE, 31), "it has 30");
    assertRefused(() -> TimeGrid.sections("10,x"), "sections \"10,x\": need whole numbers");
    assertRefused(() -> TimeGrid.sections(""), "need whole numbers between commas");
    assertRefused(() -> TimeGrid.sections("10,0"), "of one timestep or more");
    assertRefused(() -> new Sections(List.of()), "need at least one");
  }

  @Test
  void refusesTimestepsOfContinuousPaths() {
    String reason = "picks from timesteps, and vp linear(0.1, 20.0) is continuous";
    assertRefused(() -> TimeGrid.all().times(Vp.linear(), 10), reason);
    assertRefused(() -> TimeGrid.strided().times(Vp.linear(), 10), reason);
    assertRefused(() -> TimeGrid.sections("10").times(Vp.linear(), 10), reason);
  }

  @Test
  void refusesInfiniteNoise() {
    DiscretePath noSignal = DiscretePath.of(Betas.linear(1000).rescaleZeroTerminalSnr());
    assertRefused(
        () -> TimeGrid.karras().times(noSignal, 10), "where no signal is left at t = 1000.0");
    assertRefused(
        () -> TimeGrid.logSnr().times(RectifiedFlow.standard(), 10),
        "use trailing, or give a largest sigma");
    assertThat(TimeGrid.edm().times(RectifiedFlow.standard(), 10)[0])
        .isCloseTo(80.0 / 81, within(1e-14));
  }

  @Test
  void refusesCustomTimesOffThePath() {
    assertRefused(
        () -> TimeGrid.custom(3.5, 1).times(TABLE, 2),
        "time 3.5 in a list for discrete linear-betas(1000): need whole times from 1.0 to 1000.0");
    assertRefused(() -> TimeGrid.custom(1001, 1).times(TABLE, 2), "time 1001.0 in a list");
    assertRefused(
        () -> TimeGrid.custom(2, 1).times(Vp.linear(), 2),
        "time 2.0 in a list for vp linear(0.1, 20.0): need times from 0.001 to 1.0");
    assertRefused(() -> TimeGrid.custom(Double.NaN).times(TABLE, 1), "time NaN in a list");
    assertRefused(() -> TimeGrid.custom(5, 1).times(TABLE, 3), "it has 2");
    assertRefused(TimeGrid::custom, "an empty list of times");
    assertRefused(() -> TimeGrid.custom(0), "an empty list of times");
  }

  @Test
  void refuseImpossibleParameters() {
    assertRefused(() -> new Karras(0, 0, 1), "rho 0.0");
    assertRefused(() -> new Karras(7, -1, 1), "levels from -1.0");
    assertRefused(() -> new Karras(7, 2, 2), "0 <= sigmaMin < sigmaMax");
    assertRefused(() -> new Exponential(0), "power 0.0");
    assertRefused(() -> new Quadratic(0), "reach 0.0");
    assertRefused(() -> new Quadratic(1.1), "reach 1.1");
  }

  @Test
  void numbersOfOtherCodeAreOneLess() {
    double[] ours = TimeGrid.trailing().times(TABLE, 4);
    assertThat(Arrays.stream(ours).limit(4).map(t -> t - 1))
        .containsExactly(999.0, 749.0, 499.0, 249.0);
  }

  private static void assertRefused(ThrowingCallable asking, String message) {
    assertThatThrownBy(asking)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
