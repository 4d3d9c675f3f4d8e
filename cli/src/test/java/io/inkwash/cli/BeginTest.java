package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.file.TensorData;
import io.inkwash.model.Run;
import io.inkwash.train.Checkpoint;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that begin with a recipe of one's own, or with the weights of another run. */
class BeginTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void trainOnce() {
    TinyRun.train(shared.resolve("bars.idx"), shared.resolve("run"));
  }

  private static Map<String, TensorData> ema(Path run, int step) {
    return Checkpoint.readTensors(Run.open(run).directory().checkpoint(step), "ema");
  }

  private String begin(String more) {
    return "train --data " + shared.resolve("bars.idx") + " --out " + folder.resolve("new") + more;
  }

  @Test
  void aRecipeFromAFileIsTrained() {
    String printed =
        Cli.line("explain --json --recipe edm-small --set width=32 --set batch=4")
            .succeeded()
            .out();
    Path file = folder.resolve("mine.json");
    SmallFiles.write(file, printed.replace("\"edm-small\"", "\"mine\""));

    Cli.line(begin(" --recipe " + file + " --steps 1")).succeeded();

    assertThat(Run.open(folder.resolve("new")).recipe().name()).isEqualTo("mine");
    assertThat(Cli.line("explain --recipe " + file).succeeded().out())
        .contains("compact-unet(width=32");
  }

  @Test
  void aRunsOwnRecipeFileIsOne() {
    Cli.line(begin(" --steps 1 --recipe " + shared.resolve("run/recipe.json"))).succeeded();
    assertThat(folder.resolve("new/recipe.json"))
        .hasSameTextualContentAs(shared.resolve("run/recipe.json"));
  }

  @Test
  void anotherRunsWeightsAreTheFirst() {
    Cli begun = Cli.line(begin(" --steps 1 --from " + shared.resolve("run"))).succeeded();
    assertThat(begun.err()).contains("begins with the weights of " + shared.resolve("run") + "\n");
    assertThat(ema(folder.resolve("new"), 0)).isEqualTo(ema(shared.resolve("run"), 3));
    assertThat(Run.open(folder.resolve("new")).provenance().origin())
        .isEqualTo("weights of " + shared.resolve("run") + " at step 3");
    assertThat(folder.resolve("new/recipe.json")) // the recipe comes along
        .hasSameTextualContentAs(shared.resolve("run/recipe.json"));
  }

  @Test
  void layersThatDoNotFitAreDrawnAndNamed() {
    for (String animal : new String[] {"cats", "dogs"}) {
      SmallFiles.write(folder.resolve("photos/" + animal + "/a.png"), SmallFiles.png(12, 12));
      SmallFiles.write(folder.resolve("photos/" + animal + "/b.png"), SmallFiles.png(12, 12));
    }
    Cli begun =
        Cli.line(
                "train --data "
                    + folder.resolve("photos")
                    + " --hold-out 0 --conditional --batch 2 --steps 1 --out "
                    + folder.resolve("new")
                    + " --from "
                    + shared.resolve("run"))
            .succeeded();
    assertThat(begun.err()).contains("drawn, since they do not fit: class_emb.weight\n");
    Map<String, TensorData> first = ema(folder.resolve("new"), 0);
    ema(shared.resolve("run"), 3)
        .forEach((name, tensor) -> assertThat(first).containsEntry(name, tensor));
    assertThat(first.get("class_emb.weight").shape()).containsExactly(2, 32);
  }
}
