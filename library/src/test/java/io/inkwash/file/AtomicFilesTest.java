package io.inkwash.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void writesReplacesAndLeavesNothingAside() {
    Path file = folder.resolve("a/b/file.txt");
    AtomicFiles.writeString(file, "old");
    AtomicFiles.writeString(file, "new, with ink: \u58a8");
    assertThat(file).hasContent("new, with ink: \u58a8");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void aFullDiskLeavesTheOldFileWhole() {
    Path file = folder.resolve("file.bin");
    AtomicFiles.writeString(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.wrap(new byte[100]));
                      assertThat(file).hasContent("old");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(FileException.class)
        .hasMessage(file + ": cannot be written: No space left on device");
    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void anyOtherFailureCleansUpToo() {
    Path file = folder.resolve("file.bin");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    channel -> {
                      throw new IllegalStateException("not today");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderInTheWayIsRefused() {
    Path file = folder.resolve("taken");
    AtomicFiles.writeString(file.resolve("inside"), "x");
    assertThatThrownBy(() -> AtomicFiles.writeString(file, "y"))
        .isInstanceOf(FileException.class)
        .hasMessageStartingWith(file + ": cannot be written: ");
    assertThat(file.resolve("inside")).hasContent("x");
    assertThat(folder).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void aFolderAppearsWhole() {
    Path step = folder.resolve("checkpoints/step-1");
    AtomicFiles.writeFolder(
        step,
        aside -> {
          AtomicFiles.writeString(aside.resolve("state.json"), "{}");
          AtomicFiles.writeString(aside.resolve("deep/model"), "weights");
          assertThat(step).doesNotExist();
        });
    assertThat(step.resolve("state.json")).hasContent("{}");
    assertThat(step.resolve("deep/model")).hasContent("weights");
    assertThat(step.getParent()).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void aFolderThatExistsOrFailsIsLeftAlone() {
    Path step = folder.resolve("step-1");
    AtomicFiles.writeFolder(step, aside -> AtomicFiles.writeString(aside.resolve("a"), "old"));
    assertThatThrownBy(
            () ->
                AtomicFiles.writeFolder(
                    step, aside -> AtomicFiles.writeString(aside.resolve("a"), "new")))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("exists already");
    assertThat(step.resolve("a")).hasContent("old");

    Path failed = folder.resolve("step-2");
    assertThatThrownBy(
            () ->
                AtomicFiles.writeFolder(
                    failed,
                    aside -> {
                      Files.writeString(aside.resolve("a"), "half");
                      throw new IOException("Disk quota exceeded");
                    }))
        .isInstanceOf(FileException.class)
        .hasMessage(failed + ": cannot be written: Disk quota exceeded");
    assertThatThrownBy(
            () ->
                AtomicFiles.writeFolder(
                    failed,
                    aside -> {
                      throw new FileException(aside.resolve("model"), "cannot be written: why not");
                    }))
        .isInstanceOf(FileException.class)
        .hasMessage(failed.resolve("model") + ": cannot be written: why not");
    assertThat(folder).isDirectoryNotContaining("glob:**step-2*");
  }

  @Test
  void sweepTakesOnlyLeftovers() throws IOException {
    Files.createDirectories(folder.resolve(".step-2.1a2b3c4d.partial/deep"));
    Files.writeString(folder.resolve(".step-2.1a2b3c4d.partial/deep/model"), "half");
    Files.writeString(folder.resolve(".loss.png.00ff00ff.partial"), "half");
    Files.writeString(folder.resolve("mine.partial"), "kept");
    Files.writeString(folder.resolve(".hidden"), "kept");
    AtomicFiles.sweep(folder);
    AtomicFiles.sweep(folder.resolve("missing"));
    try (var files = Files.list(folder)) {
      assertThat(files)
          .extracting(p -> p.getFileName().toString())
          .containsExactlyInAnyOrder("mine.partial", ".hidden");
    }
  }

  @Test
  void deletesFilesAndFolders() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/c"), "x");
    Files.writeString(folder.resolve("d"), "x");
    AtomicFiles.delete(folder.resolve("a"));
    AtomicFiles.delete(folder.resolve("d"));
    AtomicFiles.delete(folder.resolve("missing"));
    assertThat(folder).isEmptyDirectory();
  }
}
