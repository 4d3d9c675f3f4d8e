package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.file.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path folder;

  private RunDirectory directory() {
    return RunDirectory.create(folder.resolve("run"), "recipe", "provenance");
  }

  private Path step(int step) {
    return folder.resolve(String.format(Locale.ROOT, "run/checkpoints/step-%08d", step));
  }

  @Test
  void aRunBeginsWhole() {
    RunDirectory.requireFree(folder.resolve("run"));
    assertThat(folder).isEmptyDirectory();
    RunDirectory.create(folder.resolve("run"), "recipe", "provenance");
    assertThat(folder.resolve("run/recipe.json")).hasContent("\"recipe\"\n");
    assertThat(folder.resolve("run/provenance.json")).hasContent("\"provenance\"\n");
    assertThat(RunDirectory.open(folder.resolve("run")).newest()).isEmpty();
  }

  @Test
  void aRunThatCannotBeLockedIsOneLine() throws IOException {
    RunDirectory run = directory();
    Files.createDirectory(folder.resolve("run/.lock"));
    assertThatThrownBy(run::lock)
        .isInstanceOf(FileException.class)
        .hasMessage(run.root() + ": cannot be locked for training; make the folder writable");
  }

  /** Wherever the process is killed, both files are the old ones or both are the new ones. */
  @Test
  void aDescriptionChangesWhole() throws IOException {
    RunDirectory run = directory();
    run.describe("second recipe", "second provenance");
    assertThat(folder.resolve("run/recipe.json")).hasContent("\"second recipe\"\n");
    assertThat(folder.resolve("run/provenance.json")).hasContent("\"second provenance\"\n");

    // killed before one of the two has moved, or both
    for (List<String> left : List.of(List.of("recipe", "provenance"), List.of("provenance"))) {
      Files.createDirectory(folder.resolve("run/.changed"));
      for (String name : List.of("recipe", "provenance")) {
        String parent = left.contains(name) ? "run/.changed/" : "run/";
        Files.writeString(folder.resolve(parent + name + ".json"), "\"third\"\n");
      }
      assertThat(run.recipe()).hasContent("\"third\"\n");
      assertThat(run.provenance()).hasContent("\"third\"\n");
      run.lock().close();
      assertThat(folder.resolve("run/.changed")).doesNotExist();
      assertThat(folder.resolve("run/recipe.json")).hasContent("\"third\"\n");
      assertThat(folder.resolve("run/provenance.json")).hasContent("\"third\"\n");
    }
  }

  /** Whatever the order of their steps: the files are those of the one that has the folder. */
  @Test
  void ofTwoThatBeginAtOnceOneHasTheFolder() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path run = folder.resolve("run-" + round);
      List<Callable<Boolean>> both = new ArrayList<>();
      for (String name : List.of("first", "second")) {
        both.add(
            () -> {
              try {
                RunDirectory.create(run, name, name);
                return true;
              } catch (FileException taken) {
                return false;
              }
            });
      }
      ExecutorService threads = Executors.newFixedThreadPool(2);
      List<Boolean> began = new ArrayList<>();
      for (Future<Boolean> each : threads.invokeAll(both)) {
        began.add(each.get());
      }
      threads.shutdown();
      assertThat(began).containsExactlyInAnyOrder(true, false);
      String name = began.get(0) ? "first" : "second";
      assertThat(run.resolve("recipe.json")).hasContent("\"" + name + "\"\n");
      assertThat(run.resolve("provenance.json")).hasContent("\"" + name + "\"\n");
      assertThat(run.toFile().list()).hasSize(2);
    }
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
                + ": holds a run already; resume that one, or choose another folder");
    Files.delete(folder.resolve("run/recipe.json"));
    assertThatThrownBy(this::directory)
        .hasMessageEndingWith("run: exists and is not an empty folder; choose another");
    assertThatThrownBy(() -> RunDirectory.requireFree(folder.resolve("run/provenance.json")))
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
    assertThat(run.newest()).isEmpty();
    run.save(TrainFiles.checkpoint(9));
    run.save(TrainFiles.checkpoint(100_000_000));
    assertThat(run.newest()).contains(folder.resolve("run/checkpoints/step-100000000"));
    Path latest = folder.resolve("run/checkpoints/latest");
    assertThat(latest).hasContent("step-100000000\n");

    Files.writeString(latest, "step-00000009"); // killed before it was written
    assertThat(run.newest()).contains(folder.resolve("run/checkpoints/step-100000000"));
    Files.delete(latest);
    assertThat(run.newest()).contains(folder.resolve("run/checkpoints/step-100000000"));
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
    assertThat(run.newest()).contains(step(2));
    assertThat(run.newestWith("ema")).contains(step(3));
  }

  @Test
  void damagedCheckpointsArePassedOver() throws IOException {
    RunDirectory run = directory();
    for (int step = 1; step <= 5; step++) {
      run.save(TrainFiles.checkpoint(step));
    }
    byte[] whole = Files.readAllBytes(step(5).resolve("ema.safetensors"));
    Files.write(step(5).resolve("ema.safetensors"), Arrays.copyOf(whole, whole.length - 1));
    Files.writeString(step(4).resolve("state.json"), "");
    Files.writeString(
        step(3).resolve("state.json"),
        Files.readString(step(3).resolve("state.json")).replace("\"step\": 3", "\"step\": -7"));
    Files.createDirectory(folder.resolve("run/checkpoints/step-99999999999999999999"));
    assertThat(run.newest()).contains(step(2));
    assertThat(run.damaged()).containsExactly(step(3), step(4), step(5));
    assertThat(run.newestWith("model")).contains(step(5));
  }

  @Test
  void halfACheckpointIsReplacedByAWholeOne() throws IOException {
    RunDirectory run = directory();
    run.save(TrainFiles.checkpoint(4));
    Files.delete(step(4).resolve("ema.safetensors"));
    run.save(TrainFiles.checkpoint(4));
    assertThat(run.newest()).contains(step(4));
    assertThat(Checkpoint.read(step(4)).snapshot().file("ema").get("w").data().toFloats())
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
