package io.inkwash.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.data.open.DataListener;
import io.inkwash.metric.Features;
import io.inkwash.metric.Moments;
import io.inkwash.metric.feature.FeatureMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredFeaturesTest {
  private static final Features SOME =
      new Features(
          new Moments(3, new double[] {1, 2}, new double[] {1, 0, 0, 1}),
          new FeatureMatrix(new float[] {1, 2, 3, 4}, 2, 2),
          Optional.empty());

  @TempDir Path folder;

  @Test
  void whatIsKeptIsFound() {
    StoredFeatures stored = new StoredFeatures(folder.resolve("new"), DataListener.QUIET);
    assertThat(stored.find("0a")).isEmpty();
    stored.keep("0a", SOME);
    assertThat(stored.find("0a").orElseThrow().moments().mean()).containsExactly(1, 2);
  }

  /** A file stands where the folder should be, so nothing can be written, by whatever user. */
  @Test
  void aFolderThatCannotBeWrittenIsANotice() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    List<String> notices = new ArrayList<>();
    StoredFeatures stored = new StoredFeatures(file.resolve("features"), notices::add);
    stored.keep("0a", SOME);
    assertThat(stored.find("0a")).isEmpty();
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).startsWith("features of real images are not kept: ");
  }
}
