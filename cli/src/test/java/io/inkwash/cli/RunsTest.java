package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.file.Json;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.RunLock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  private static final String FIRST = "a/first/checkpoints/";

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void trainOnce() {
    SmallFiles.write(shared.resolve("bars.idx"), SmallFiles.idxImages(24, 12, 12));
    Cli.line(
            "train --data "
                + shared.resolve("bars.idx")
                + " --out "
                + shared.resolve("a/first")
                + TinyRun.SMALL
                + " --batch 4 --steps 3 --checkpoint-every 1")
        .succeeded();
  }

  @BeforeEach
  void copy() {
    SmallFiles.copy(shared.resolve("a"), folder.resolve("a"));
  }

  private JsonNode listed() {
    return Json.read(Cli.line("runs " + folder + " --json").succeeded().out(), JsonNode.class);
  }

  @Test
  void listsWhatThereIs() {
    SmallFiles.copy(shared.resolve("a/first"), folder.resolve("b"));
    SmallFiles.write(folder.resolve("notes/poem.txt"), "no run");
    List<String> lines = Cli.line("runs " + folder).succeeded().outLines();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).split(" +"))
        .containsExactly(
            "run", "recipe", "step", "images", "loss", "fid", "size", "state", "changes");
    assertThat(lines.get(1))
        .startsWith(folder.resolve("a/first") + "  ddpm ")
        .containsPattern(" 3 +12 +\\d\\.\\d{5} ")
        .containsPattern("\\d+\\.\\d MB +trained ")
        .contains(
            "model.path=linear-betas(timesteps=40, from=1e-4, to=0.02)",
            "model.network=simple-unet(width=8, timeWidth=32)",
            "training.batch=4",
            "sampling.steps=40");
    assertThat(lines.get(2)).startsWith(folder.resolve("b") + " ");
  }

  @Test
  void aFolderWithoutRunsSaysHowOneIsMade() {
    SmallFiles.write(folder.resolve("empty/poem.txt"), "no run");
    assertThat(Cli.line("runs " + folder.resolve("empty")).succeeded().out())
        .contains("no runs in", "inkwash train --out");
  }

  @Test
  void knowsTheStateOfEach() {
    assertThat(listed().get(0).get("state").asText()).isEqualTo("trained");
    try (RunLock lock = RunDirectory.open(folder.resolve("a/first")).lock()) {
      assertThat(listed().get(0).get("state").asText()).isEqualTo("training");
    }
    SmallFiles.halve(folder.resolve(FIRST + "step-00000003/ema.safetensors"));
    assertThat(listed().get(0).get("state").asText()).isEqualTo("stopped"); // at step 2 of 3
    assertThat(listed().get(0).at("/goal/steps").asInt()).isEqualTo(3);
    for (int step = 1; step <= 2; step++) {
      SmallFiles.halve(folder.resolve(FIRST + "step-0000000" + step + "/ema.safetensors"));
    }
    assertThat(listed().get(0).get("state").asText()).isEqualTo("damaged");
    SmallFiles.write(folder.resolve("c/recipe.json"), "{");
    assertThat(listed().get(1).get("state").asText()).isEqualTo("damaged");
    assertThat(listed().get(1).get("recipe").asText()).isEmpty();
  }

  @Test
  void prunesToTheNewestCheckpointOfRunsThatAreNotTrained() {
    Path checkpoints = folder.resolve("a/first/checkpoints");
    try (RunLock lock = RunDirectory.open(folder.resolve("a/first")).lock()) {
      Cli.line("runs " + folder + " --prune").succeeded();
    }
    assertThat(checkpoints.toFile().list()).contains("step-00000001", "step-00000003");
    long before = listed().get(0).get("bytes").asLong();

    Cli pruned = Cli.line("runs " + folder + " --prune").succeeded();

    assertThat(pruned.err()).containsPattern("freed \\d+\\.\\d (kB|MB)");
    assertThat(checkpoints.toFile().list()).containsExactlyInAnyOrder("step-00000003", "latest");
    assertThat(listed().get(0).get("bytes").asLong()).isLessThan(before * 2 / 3);
    Cli more = Cli.line("train --resume " + folder.resolve("a/first") + " --steps 4");
    assertThat(more.succeeded().out()).startsWith("done: step 4");
  }

  @Test
  void showsTheNewestFid() {
    String evaluate =
        "evaluate --run "
            + folder.resolve("a/first")
            + " --data "
            + shared.resolve("bars.idx")
            + " --features pixels --count 8 --steps 4 --solver ddim --threads 1 --metrics ";
    Cli.line(evaluate + "fid").succeeded();
    Cli.line(evaluate + "memorization").succeeded();
    JsonNode evaluation = listed().get(0).get("evaluation");
    assertThat(evaluation.get("numbers").get("fid").asDouble()).isPositive();
    assertThat(evaluation.get("step").asInt()).isEqualTo(3);
    assertThat(evaluation.get("weights").asText()).isEqualTo("ema");
    assertThat(Cli.line("runs " + folder).succeeded().out()).contains(" (pixels) ");
  }
}
