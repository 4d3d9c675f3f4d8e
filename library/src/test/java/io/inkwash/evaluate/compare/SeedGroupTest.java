package io.inkwash.evaluate.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeedGroupTest {

  private record Run(String folder, @Nullable Long seed, String rest, double loss) {}

  private static List<SeedGroup<Run>> groups(Run... runs) {
    return SeedGroup.of(List.of(runs), Run::seed, Run::rest);
  }

  @Test
  void runsOfOneKindAreMeanAndStandardDeviation() {
    List<SeedGroup<Run>> groups =
        groups(
            new Run("out/a/seed-0", 0L, "a", 1),
            new Run("out/b/seed-0", 0L, "b", 9),
            new Run("out/a/seed-1", 1L, "a", 3));
    assertThat(groups).hasSize(2);
    assertThat(groups.get(0).words(Run::loss)).isEqualTo("2.000 ± 1.4"); // sqrt(2)
    assertThat(groups.get(1).words(Run::loss)).isEqualTo("9.000");
    RunNames names = RunNames.of(List.of("out/a/seed-0", "out/b/seed-0", "out/a/seed-1"));
    assertThat(groups.get(0).folder(Run::folder, names)).isEqualTo("a (2 seeds)");
    assertThat(groups.get(1).folder(Run::folder, names)).isEqualTo("b/seed-0");
  }

  @Test
  void unknownAndEqualSeedsStayApart() {
    assertThat(groups(new Run("x", null, "a", 1), new Run("y", null, "a", 2))).hasSize(2);
    assertThat(groups(new Run("x", 4L, "a", 1), new Run("y", 4L, "a", 2))).hasSize(2);
  }

  @Test
  void namesAreAsLongAsTheyMustBe() {
    RunNames plain = RunNames.of(List.of("runs/a", "other/b"));
    assertThat(plain.of("runs/a")).isEqualTo("a");
    RunNames twins = RunNames.of(List.of("runs/x/a", "runs/y/a"));
    assertThat(twins.of("runs/y/a")).isEqualTo("y/a");
  }
}
