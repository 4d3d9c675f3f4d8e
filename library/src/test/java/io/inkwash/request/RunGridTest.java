package io.inkwash.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.SpecException;
import io.inkwash.request.RunGrid.Axis;
import io.inkwash.train.Budget;
import io.inkwash.train.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunGridTest {
  private static final Path OUT = Path.of("out");

  @Test
  void colonsPartValuesButNotInParentheses() {
    assertThat(Axis.parse("rate", "1e-3:2e-4").values()).containsExactly("1e-3", "2e-4");
    assertThat(Axis.parse("network", "adm-unet(multipliers=1:2, blocks=1):simple-unet").values())
        .containsExactly("adm-unet(multipliers=1:2, blocks=1)", "simple-unet");
    assertThat(Axis.parse("multipliers", "(1:2):(1:2:4)").values()).containsExactly("1:2", "1:2:4");
    assertThat(Axis.parse("ema", "0.9").values()).containsExactly("0.9");
  }

  @Test
  void everyCombinationHasOneFolder() {
    RunGrid grid =
        new RunGrid(
            OUT,
            List.of(Axis.parse("rate", "1e-3:2e-4"), Axis.parse("batch", "8:16")),
            List.of(0L));
    assertThat(grid.members())
        .extracting(RunGrid.Member::folder)
        .containsExactly(
            OUT.resolve("rate-1e-3_batch-8"),
            OUT.resolve("rate-1e-3_batch-16"),
            OUT.resolve("rate-2e-4_batch-8"),
            OUT.resolve("rate-2e-4_batch-16"));
    assertThat(grid.members().get(3).settings()).isEqualTo(Map.of("rate", "2e-4", "batch", "16"));
  }

  @Test
  void seedsHaveFoldersBelowTheirSettings() {
    RunGrid seeds = new RunGrid(OUT, List.of(), List.of(3L, 5L));
    assertThat(seeds.members())
        .containsExactly(
            new RunGrid.Member(OUT.resolve("seed-3"), Map.of(), 3),
            new RunGrid.Member(OUT.resolve("seed-5"), Map.of(), 5));
    RunGrid both = new RunGrid(OUT, List.of(Axis.parse("ema", "0.9:0.99")), List.of(3L, 5L));
    assertThat(both.members().get(1).folder()).isEqualTo(OUT.resolve("ema-0.9/seed-5"));
    assertThat(both.members()).hasSize(4);
  }

  @Test
  void valuesThatAreNoFileNamesKeepDistinctFolders() {
    RunGrid grid =
        new RunGrid(
            OUT,
            List.of(new Axis("network", List.of("a(x=1, y=2)", "a(x=1; y=2)", "b".repeat(300)))),
            List.of(0L));
    assertThat(grid.members())
        .extracting(member -> member.folder().getFileName().toString())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[A-Za-z0-9.+_-]{1,110}"));
  }

  @Test
  void aRunThatWouldBeThereTwiceIsRefused() {
    assertThatThrownBy(() -> Axis.parse("rate", "1:2:1"))
        .isInstanceOf(SpecException.class)
        .hasMessage("rate is 1:2:1; allowed: each value once");
    assertThatThrownBy(() -> new RunGrid(OUT, List.of(), List.of(1L, 1L)))
        .hasMessage("seed is 1:1; allowed: each value once");
  }

  @Test
  void minutesOfARunThatGoesOnCountFromItsStart() {
    Checkpoint.State done =
        new Checkpoint.State(Checkpoint.FORMAT, 40, 400, 40, 90, 0.5, Map.of(), Map.of());
    TrainingLength minutes = TrainingLength.of(TrainingLength.Unit.MINUTES, 2);
    assertThat(minutes.left(done, 100, 10)).contains(Budget.minutes(0.5));
    assertThat(TrainingLength.of(TrainingLength.Unit.MINUTES, 1.5).left(done, 100, 10)).isEmpty();
    assertThat(TrainingLength.of(TrainingLength.Unit.EPOCHS, 4).left(done, 100, 10)).isEmpty();
    assertThat(TrainingLength.of(TrainingLength.Unit.EPOCHS, 5).left(done, 100, 10))
        .contains(Budget.steps(50));
  }
}
