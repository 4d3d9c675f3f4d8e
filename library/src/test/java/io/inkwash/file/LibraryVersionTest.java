package io.inkwash.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The version that files name. */
class LibraryVersionTest {

  @Test
  void versionAndCommitWhereTheyAreKnown() {
    assertThat(of("0.1.0", "85bc903")).isEqualTo("0.1.0 (85bc903)");
    assertThat(of("0.1.0", "85bc903-dirty")).isEqualTo("0.1.0 (85bc903-dirty)");
    assertThat(of("0.1.0", "unknown")).as("no checkout").isEqualTo("0.1.0");
    assertThat(of("${project.version}", "${git.commit.id.describe}")).isEqualTo("development");
    assertThat(LibraryVersion.of(new Properties())).isEqualTo("development");
  }

  @Test
  void aBuildKnowsItsOwn() {
    assertThat(LibraryVersion.text())
        .matches("development|\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?( \\([0-9a-f]{7,40}(-dirty)?\\))?");
  }

  private static String of(String version, String commit) {
    Properties properties = new Properties();
    properties.setProperty("version", version);
    properties.setProperty("commit", commit);
    return LibraryVersion.of(properties);
  }
}
