package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.inkwash.data.open.DataPaths;
import io.inkwash.data.open.Reading;
import io.inkwash.data.open.Reading.BadImages;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad pictures, links, folders without permission, and small files that claim to be large. */
class UnluckyFilesTest {

  @TempDir Path scratch;

  private StoredImages open(Path set, Reading reading) {
    return DataPaths.open(
        set.toString(), Split.TRAIN, TestFiles.options(scratch).withReading(reading));
  }

  private StoredImages open(Path set) {
    return open(set, Reading.DEFAULT.withHoldOut(0));
  }

  @Test
  void badPicturesAreCountedAndTheFirstAreNamedInOrder() {
    Path folder = scratch.resolve("many");
    byte[] text = "no picture".getBytes(StandardCharsets.UTF_8);
    for (int k = 10; k < 40; k++) {
      boolean bad = k % 7 == 0; // 14, 21, 28, 35
      TestFiles.write(folder.resolve(k + ".png"), bad ? text : TestFiles.png(4, 4, k));
    }
    TestFiles.write(folder.resolve("27b.png"), TestFiles.firstPart(TestFiles.png(30, 30, 1), 60));
    for (int i = 0; i < 5; i++) { // whatever the order in which they are decoded
      assertThatThrownBy(() -> open(folder))
          .isInstanceOfSatisfying(
              DataException.class,
              e -> assertThat(e.remedy()).isEqualTo(DataException.Remedy.SKIP_BAD))
          .hasMessageContaining("many: 5 of 31 images cannot be used: 14.png: ")
          .hasMessageMatching(".*14\\.png: .*; 21\\.png: .*; 27b\\.png: .*; and 2 more");
    }
    Reading skipping = Reading.DEFAULT.withHoldOut(0).withBad(BadImages.SKIP);
    StoredImages left = open(folder, skipping);
    assertThat(left.count()).isEqualTo(26);
    assertThat(left.notes()).anyMatch(note -> note.startsWith("left out: 5 of 31 images"));
  }

  @Test
  void linksThatLeadBackOrNowhereArePassedOver() throws IOException {
    Path folder = scratch.resolve("links");
    TestFiles.write(folder.resolve("cat/1.png"), TestFiles.png(2, 2, 1));
    TestFiles.write(folder.resolve("dog/1.png"), TestFiles.png(2, 2, 2));
    Files.createSymbolicLink(folder.resolve("cat/loop"), folder);
    Files.createSymbolicLink(folder.resolve("dog/gone.png"), Path.of("/nowhere/gone.png"));
    StoredImages source = open(folder);
    assertThat(source.count()).isEqualTo(2);
    assertThat(source.notes()).anyMatch(note -> note.contains("cat/loop"));
    assertThat(source.notes()).anyMatch(note -> note.contains("dog/gone.png"));
  }

  /** Bytes that are no UTF-8: a name from a system with another encoding. */
  @Test
  void namesThatAreNoTextAreShownByTheirBytes() throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("bytes"));
    Path cat = Path.of(URI.create(folder.toUri() + "caf%E9"));
    Path dog = Path.of(URI.create(folder.toUri() + "caf%E8"));
    assumeTrue(!cat.equals(dog), "names are text on this system");
    TestFiles.write(cat.resolve("1.png"), TestFiles.png(2, 2, 1));
    TestFiles.write(dog.resolve("1.png"), TestFiles.png(2, 2, 2));
    StoredImages source = open(folder);
    assertThat(source.classNames()).containsExactly("caf%E8", "caf%E9");
    assertThat(TestFiles.labels(source)).containsExactly(0, 1);
  }

  @Test
  void aFolderWithoutPermissionIsNamed() throws IOException {
    Path closed = scratch.resolve("closed/cat");
    TestFiles.write(closed.resolve("1.png"), TestFiles.png(2, 2, 1));
    assertThat(closed.toFile().setReadable(false, false)).isTrue();
    assumeFalse(Files.isReadable(closed), "this user reads everything");
    assertThatThrownBy(() -> open(scratch.resolve("closed")))
        .hasMessage(closed + ": cannot be read (permission denied)");
    assertThat(closed.toFile().setReadable(true)).isTrue();
  }

  /** Labels without end, and images of one pixel whose arrays are 32 times as large. */
  @Test
  void smallFilesThatClaimToBeLargeAreRefusedAtOnce() throws IOException {
    int most = Integer.MAX_VALUE;
    Path images =
        TestFiles.write(scratch.resolve("a-images-idx3-ubyte"), TestFiles.idxImages(3, 2, 2));
    TestFiles.write(scratch.resolve("a-labels-idx1-ubyte.gz"), zeros(3_000_000, 0x801, most));
    int count = (int) Math.min(most, Runtime.getRuntime().maxMemory() / 30);
    Path many = scratch.resolve("many.gz");
    TestFiles.write(many, zeros(count, 0x803, count, 1, 1));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThatThrownBy(() -> open(images)).hasMessageContaining("labels");
          assertThatThrownBy(() -> open(many)).hasMessageContaining(count + " images of 1x1");
        });
  }

  /** A gzip of a header and of very many zeros. */
  private static byte[] zeros(long bytes, int... header) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(packed))) {
      for (int word : header) {
        out.writeInt(word);
      }
      byte[] block = new byte[1 << 20];
      for (long left = bytes; left > 0; left -= block.length) {
        out.write(block);
      }
    }
    return packed.toByteArray();
  }
}
