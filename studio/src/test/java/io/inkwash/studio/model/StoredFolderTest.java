package io.inkwash.studio.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.studio.TinyModels;
import io.inkwash.studio.http.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Models that come, go and change while the studio runs. */
class StoredFolderTest {

  @Test
  void whatIsThereNowIsFound() throws IOException {
    Path root = TinyModels.folder();
    StoredFolder folder = new StoredFolder(root);
    assertThat(folder.model("tiny")).isPresent(); // before any list
    assertThat(folder.ids()).containsExactlyInAnyOrder("tiny", "old/cut", "change.safetensors");
    assertThat(folder.model("late")).isEmpty();
    Files.move(root.resolve("tiny"), root.resolve("late"));
    assertThat(folder.model("tiny")).isEmpty();
    StoredFolder.Reading late = folder.model("late").orElseThrow();
    assertThat(late.model().sizeMultiple()).isEqualTo(4);
    assertThat(folder.model("late").orElseThrow()).isSameAs(late); // its files are not read again
    Files.delete(root.resolve("late/unet/config.json"));
    assertThatThrownBy(() -> folder.model("late").orElseThrow().model())
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("unet");
  }
}
