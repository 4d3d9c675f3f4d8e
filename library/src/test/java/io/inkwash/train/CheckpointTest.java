package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.file.FileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path folder;

  @Test
  void comesBackAsItWas() {
    Checkpoint written = TrainFiles.checkpoint(7);
    written.write(folder.resolve("step-00000007"));
    Checkpoint read = Checkpoint.read(folder.resolve("step-00000007"));
    assertThat(read.snapshot().tensors()).isEqualTo(written.snapshot().tensors());
    assertThat(read.state().loss()).isNaN();
    assertThat(read.state())
        .usingRecursiveComparison()
        .ignoringFields("loss", "files")
        .isEqualTo(written.state());
    assertThat(Checkpoint.readTensors(folder.resolve("step-00000007"), "ema").get("w").toFloats())
        .containsExactly(7);
    assertThat(folder.resolve("step-00000007").toFile().list())
        .containsExactlyInAnyOrder(
            "model.safetensors", "ema.safetensors", "optimizer.safetensors", "state.json");
  }

  @Test
  void damageIsToldByFile() throws Exception {
    Path step = folder.resolve("step-00000007");
    TrainFiles.checkpoint(7).write(step);
    Path file = Checkpoint.tensors(step, "optimizer");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Checkpoint.read(step))
          .hasMessageContaining("optimizer.safetensors")
          .hasMessageNotContaining("\n");
    }
    Files.delete(file);
    assertThatThrownBy(() -> Checkpoint.read(step)).hasMessageContaining("optimizer.safetensors");
    Files.writeString(step.resolve("state.json"), "{\"format\": 2, \"step\": 7}");
    assertThatThrownBy(() -> Checkpoint.readState(step))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("state.json")
        .hasMessageContaining("missing");
  }

  @Test
  void anotherFormatAndAnotherStepAreRefused() throws Exception {
    Path step = folder.resolve("step-00000007");
    TrainFiles.checkpoint(7).write(step);
    Path file = step.resolve("state.json");
    String whole = Files.readString(file);
    Files.writeString(file, whole.replace("\"format\": 2", "\"format\": 9"));
    assertThatThrownBy(() -> Checkpoint.readState(step))
        .hasMessage(file + ": has format 9; allowed: 2; use the version of Inkwash that wrote it");
    Files.writeString(file, whole.replace("\"step\": 7", "\"step\": 8"));
    assertThatThrownBy(() -> Checkpoint.readState(step))
        .hasMessage(file + ": is of step 8; allowed: the step of its folder's name");
  }
}
