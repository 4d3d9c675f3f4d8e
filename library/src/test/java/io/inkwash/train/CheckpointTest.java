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
    written.write(folder.resolve("step"));
    Checkpoint read = Checkpoint.read(folder.resolve("step"));
    assertThat(read.snapshot().tensors()).isEqualTo(written.snapshot().tensors());
    assertThat(read.state().loss()).isNaN();
    assertThat(read.state())
        .usingRecursiveComparison()
        .ignoringFields("loss")
        .isEqualTo(written.state());
    assertThat(Checkpoint.readTensors(folder.resolve("step"), "ema").get("w").toFloats())
        .containsExactly(7);
    assertThat(folder.resolve("step").toFile().list())
        .containsExactlyInAnyOrder(
            "model.safetensors", "ema.safetensors", "optimizer.safetensors", "state.json");
  }

  @Test
  void damageIsToldByFile() throws Exception {
    Path step = folder.resolve("step");
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
    Files.writeString(step.resolve("state.json"), "{\"step\": 7}");
    assertThatThrownBy(() -> Checkpoint.readState(step))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("state.json")
        .hasMessageContaining("missing");
  }
}
