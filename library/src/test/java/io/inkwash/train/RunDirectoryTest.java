package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.file.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path folder;

  private RunDirectory directory() {
    return RunDirectory.create(folder.resolve("run"), "recipe", "provenance");
  }

  private Path step(int step) {
    return folder.resolve("run/checkpoints/step-%08d".formatted(step));
  }

  @Test
  void aPlannedRunWritesNothingBeforeItBegins() {
    RunDirectory planned = RunDirectory.planned(folder.resolve("run"));
    assertThat(folder).isEmptyDirectory();
    planned.begin("recipe", "provenance");
    assertThat(folder.resolve("run/recipe.json")).hasContent("\"recipe\"\n");
    assertThat(folder.resolve("run/provenance.json")).hasContent("\"provenance\"\n");
    assertThat(RunDirectory.open(folder.resolve("run")).newest()).isNull();
  }

  @Test
  void anEmptyFolderWillDo() throws IOException {
    Files.createDirectory(folder.resolve("run"));
    assertThat(directory().recipe()).exists();
  }

  @Test
  void whatIsThereIsNeverOverwritten() throws IOException {
    directory();
    assertThatThrownBy(this::directory)
        .isInstanceOf(FileException.class)
        .hasMessage(
            folder.resolve("run")
                + ": holds a run already; go on with --resume, or choose another folder");
    Files.delete(folder.resolve("run/recipe.json"));
    assertThatThrownBy(this::directory)
        .hasMessageEndingWith("run: exists and is not an empty folder; choose another");
    assertThatThrownBy(() -> RunDirectory.planned(folder.resolve("run/provenance.json")))
        .hasMessageEndingWith("exists and is not an empty folder; choose another");
  }

  @Test
  void onlyARunCanBeOpened() {
    assertThatThrownBy(() -> RunDirectory.open(folder))
        .hasMessage(folder + ": is not a run: it has no recipe.json");
    assertThatThrownBy(() -> RunDirectory.open(folder.resolve("none")))
        .hasMessageEndingWith("none: is not there; a run is made by inkwash train --out");
  }

  @Test
  void newestIsTheLastWholeCheckpointWhateverLatestSays() throws IOException {
    RunDirectory run = directory();
    assertThat(run.newest()).isNull();
    run.save(TrainFiles.checkpoint(9));
    run.save(TrainFiles.checkpoint(100_000_000));
    assertThat(run.newest()).isEqualTo(folder.resolve("run/checkpoints/step-100000000"));
    Path latest = folder.resolve("run/checkpoints/latest");
    assertThat(latest).hasContent("step-100000000\n");

    Files.writeString(latest, "step-00000009"); // killed before it was written
    assertThat(run.newest()).isEqualTo(folder.resolve("run/checkpoints/step-100000000"));
    Files.delete(latest);
    assertThat(run.newest()).isEqualTo(folder.resolve("run/checkpoints/step-100000000"));
  }

  @Test
  void halfWrittenCheckpointsArePassedOver() throws IOException {
    RunDirectory run = directory();
    for (int step = 1; step <= 4; step++) {
      run.save(TrainFiles.checkpoint(step));
    }
    Files.delete(step(4).resolve("state.json"));
    Files.delete(step(3).resolve("optimizer.safetensors"));
    Files.createDirectories(folder.resolve("run/checkpoints/.step-00000005.1a2b3c4d.partial"));
    Files.createDirectories(folder.resolve("run/checkpoints/step-00000006-mine"));
    Files.writeString(folder.resolve("run/checkpoints/step-00000007"), "a file");
    assertThat(run.newest()).isEqualTo(step(2));
  }

  @Test
  void halfACheckpointIsReplacedByAWholeOne() throws IOException {
    RunDirectory run = directory();
    run.save(TrainFiles.checkpoint(4));
    Files.delete(step(4).resolve("ema.safetensors"));
    run.save(TrainFiles.checkpoint(4));
    assertThat(run.newest()).isEqualTo(step(4));
    assertThat(Checkpoint.read(step(4)).snapshot().tensors().get("ema").get("w").toFloats())
        .containsExactly(4);
  }

  @Test
  void pruningKeepsTheNewestAndThoseForGood() {
    RunDirectory run = directory();
    for (int step = 1; step <= 10; step++) {
      run.save(TrainFiles.checkpoint(step));
    }
    run.prune(2, step -> step % 4 == 0);
    assertThat(folder.resolve("run/checkpoints").toFile().list())
        .containsExactlyInAnyOrder(
            "step-00000004", "step-00000008", "step-00000009", "step-00000010", "latest");
  }

  @Test
  void oneTrainsAtATimeAndClearsUpAfterTheLast() throws Exception {
    RunDirectory run = directory();
    run.save(TrainFiles.checkpoint(1));
    Path leftover = folder.resolve("run/checkpoints/.step-00000002.1a2b3c4d.partial");
    Files.createDirectories(leftover);
    try (AutoCloseable lock = run.lock()) {
      assertThat(leftover).doesNotExist();
      assertThatThrownBy(run::lock)
          .isInstanceOf(FileException.class)
          .hasMessage(
              folder.resolve("run")
                  + ": is being trained by another process; wait, or stop that one");
    }
    run.lock().close();
  }
}
