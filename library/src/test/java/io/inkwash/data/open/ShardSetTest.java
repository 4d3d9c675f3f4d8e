package io.inkwash.data.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.Augment;
import io.inkwash.data.Batch;
import io.inkwash.data.BatchRows;
import io.inkwash.data.BatchStream;
import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.PixelRange;
import io.inkwash.data.Split;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Pictures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sets that stay in their archives, beside the same images held in memory. */
class ShardSetTest {
  private static final int COUNT = 90;
  private static final int IN_SHARD = 40;
  private static final ImageSource DIGITS =
      DataSets.open("digits", Split.TRAIN, DataOptions.defaults().withLimit(COUNT));

  @TempDir Path folder;

  /** All images; what is known of archives is kept in a folder of the test. */
  private DataOptions all() {
    return DataOptions.defaults()
        .withReading(Reading.DEFAULT.withHoldOut(0))
        .withCacheFolder(folder.resolve("cache"));
  }

  /** How the archives are written. */
  private enum Packing {
    TAR("tar"),
    STORED("zip"),
    DEFLATED("zip");

    private final String ending;

    Packing(String ending) {
      this.ending = ending;
    }
  }

  /** Receives the entries of one archive. */
  private interface Entries {
    void add(String name, byte[] bytes) throws IOException;
  }

  /** Fills one archive. */
  private interface Filling {
    void into(Entries entries) throws IOException;
  }

  private static void write(Path file, Packing packing, Filling filling) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      if (packing == Packing.TAR) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
        filling.into(
            (name, bytes) -> {
              TarArchiveEntry entry = new TarArchiveEntry(name);
              entry.setSize(bytes.length);
              tar.putArchiveEntry(entry);
              tar.write(bytes);
              tar.closeArchiveEntry();
            });
        tar.finish();
        return;
      }
      ZipOutputStream zip = new ZipOutputStream(out);
      filling.into(
          (name, bytes) -> {
            ZipEntry entry = new ZipEntry(name);
            if (packing == Packing.STORED) {
              CRC32 crc = new CRC32();
              crc.update(bytes);
              entry.setMethod(ZipEntry.STORED);
              entry.setSize(bytes.length);
              entry.setCrc(crc.getValue());
            }
            zip.putNextEntry(entry);
            zip.write(bytes);
            zip.closeEntry();
          });
      zip.finish();
    }
  }

  /** The digits with classes and captions in shards. */
  private Path shards(Packing packing) throws IOException {
    Path set = Files.createDirectory(folder.resolve("set-" + packing));
    for (int first = 0; first < COUNT; first += IN_SHARD) {
      int from = first;
      write(
          set.resolve("digits-00" + first / IN_SHARD + "." + packing.ending),
          packing,
          entries -> {
            for (int i = from; i < Math.min(COUNT, from + IN_SHARD); i++) {
              String label = Integer.toString(DIGITS.label(i));
              entries.add("n" + i + ".cls", label.getBytes(StandardCharsets.UTF_8));
              entries.add("n" + i + ".png", ImageIo.png(Pictures.of(DIGITS, i)));
              entries.add(
                  "n" + i + ".txt", ("digit " + label + "\n").getBytes(StandardCharsets.UTF_8));
              entries.add("n" + i + ".json", new byte[] {'{', '}'});
            }
          });
    }
    return set;
  }

  private ImageSource open(Path set) {
    return DataSets.open(set.toString(), Split.TRAIN, all());
  }

  private static byte[] image(ImageSource source, int index) {
    byte[] bytes = new byte[source.shape().size()];
    source.read(index, bytes, 0);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void imagesClassesAndCaptionsAreThoseThatWerePacked(Packing packing) throws IOException {
    ImageSource source = open(shards(packing));
    assertThat(source.streamed()).isTrue();
    assertThat(source.count()).isEqualTo(COUNT);
    assertThat(source.shape()).isEqualTo(DIGITS.shape());
    assertThat(source.classNames()).isEqualTo(DIGITS.classNames());
    for (int i = 0; i < COUNT; i++) {
      assertThat(image(source, i)).isEqualTo(image(DIGITS, i));
      assertThat(source.label(i)).isEqualTo(DIGITS.label(i));
      assertThat(source.caption(i)).isEqualTo("digit " + DIGITS.label(i));
    }
  }

  private static BatchStream stream(ImageSource source, BatchRows rows, long first) {
    return new BatchStream(source, rows, PixelRange.SYMMETRIC, Augment.NONE, 5, first);
  }

  /** Batch 9 begins in the second epoch, inside a shard. */
  @Test
  void aTrainingThatGoesOnSeesTheSameBatchesAsOneFromMemory() throws IOException {
    ImageSource source = open(shards(Packing.TAR));
    BatchRows all = BatchRows.all(16);
    try (BatchStream whole = stream(DIGITS, all, 0);
        BatchStream resumed = stream(source, all, 9);
        BatchStream rank = stream(source, BatchRows.of(1, 2, 16), 9)) {
      for (int skipped = 0; skipped < 9; skipped++) {
        whole.next();
      }
      for (int i = 0; i < 5; i++) {
        Batch wanted = whole.next();
        assertThat(resumed.next().pixels()).isEqualTo(wanted.pixels());
        assertThat(rank.next().pixels())
            .isEqualTo(
                Arrays.copyOfRange(
                    wanted.pixels(), wanted.pixels().length / 2, wanted.pixels().length));
      }
    }
  }

  @Test
  void aStreamThatIsClosedLeavesTheSetOpen() throws IOException {
    ImageSource source = open(shards(Packing.TAR));
    for (int i = 0; i < 5; i++) {
      try (BatchStream stream = stream(source, BatchRows.all(64), i)) {
        assertThat(stream.next().labels()).hasSize(64);
      }
    }
  }

  @Test
  void partsAndSizesAreThoseOfASetInMemory() throws IOException {
    Path set = shards(Packing.TAR);
    DataOptions some = all().withLimit(10).withSize(14).withChannels(3);
    ImageSource source = DataSets.open(set.toString(), Split.TRAIN, some);
    assertThat(source.count()).isEqualTo(10);
    assertThat(source.shape()).isEqualTo(new ImageShape(3, 14, 14));
    assertThat(image(source, 7)).hasSize(3 * 14 * 14);
    assertThatThrownBy(() -> DataSets.open(set.toString(), Split.TEST, all()))
        .hasMessageContaining("has no test images of its own");
  }

  @Test
  void theHashIsThatOfTheImages() throws IOException {
    Path set = shards(Packing.TAR);
    String hash = open(set).contentHash();
    assertThat(open(set).contentHash()).isEqualTo(hash);
    Path first = set.resolve("digits-000.tar");
    Path other = set.resolve("digits-003.tar");
    Files.move(first, other); // other order
    assertThat(open(set).contentHash()).isNotEqualTo(hash);
  }

  /** Any byte of a picture, wherever it is. */
  @ParameterizedTest
  @EnumSource(Packing.class)
  void theHashCoversEveryByte(Packing packing) throws IOException {
    Path set = shards(packing);
    String hash = open(set).contentHash();
    Path shard = set.resolve("digits-001." + packing.ending);
    byte[] bytes = Files.readAllBytes(shard);
    try (Stream<Path> kept = Files.list(folder.resolve("cache/archives"))) {
      assertThat(kept).hasSize(packing == Packing.TAR ? 3 : 0);
    } catch (NoSuchFileException e) {
      assertThat(packing).isNotEqualTo(Packing.TAR); // a zip states its checksums
    }
    for (int from : new int[] {60, 100}) { // within 64 bytes of the middle, and beyond
      write(
          shard,
          packing,
          entries -> {
            for (int i = IN_SHARD; i < 2 * IN_SHARD; i++) {
              byte[] png = ImageIo.png(Pictures.of(DIGITS, i));
              if (i == 50) {
                png[from] ^= 1;
              }
              String label = Integer.toString(DIGITS.label(i));
              entries.add("n" + i + ".cls", label.getBytes(StandardCharsets.UTF_8));
              entries.add("n" + i + ".png", png);
              entries.add(
                  "n" + i + ".txt", ("digit " + label + "\n").getBytes(StandardCharsets.UTF_8));
            }
          });
      assertThat(open(set).contentHash()).isNotEqualTo(hash);
    }
    Files.write(shard, bytes);
    assertThat(open(set).contentHash()).isEqualTo(hash);
  }

  /** As of a set in memory: the others stay, with their classes, and a notice says how many. */
  @ParameterizedTest
  @EnumSource(Packing.class)
  void badPicturesAreLeftOutOnRequest(Packing packing) throws IOException {
    Path set = Files.createDirectory(folder.resolve("bad-" + packing));
    for (int shard = 0; shard < 2; shard++) {
      int first = 5 * shard;
      write(
          set.resolve("a-" + shard + "." + packing.ending),
          packing,
          entries -> {
            for (int i = first; i < first + 5; i++) {
              byte[] png = ImageIo.png(Pictures.of(DIGITS, i));
              boolean bad = i == 0 || i == 7;
              entries.add(i % 2 + "/" + i + ".png", bad ? Arrays.copyOf(png, 50) : png);
            }
          });
    }
    DataOptions skip =
        all().withReading(Reading.DEFAULT.withHoldOut(0).withBad(Reading.BadImages.SKIP));
    assertThatThrownBy(() -> open(set)).hasMessageContaining("a-0." + packing.ending);
    for (int time = 0; time < 2; time++) { // the second time from what is kept
      ImageSource source = DataSets.open(set.toString(), Split.TRAIN, skip);
      int[] good = {1, 2, 3, 4, 5, 6, 8, 9};
      assertThat(source.count()).isEqualTo(good.length);
      for (int k = 0; k < good.length; k++) {
        assertThat(image(source, k)).isEqualTo(image(DIGITS, good[k]));
        assertThat(source.label(k)).isEqualTo(good[k] % 2);
      }
      assertThat(source.notes()).anyMatch(note -> note.startsWith("left out: 2 of 10 images"));
    }
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void aDamagedPictureIsRefusedWhenItIsWanted(Packing packing) throws IOException {
    Path set = shards(packing);
    Path shard = set.resolve("digits-001." + packing.ending);
    byte[] bytes = Files.readAllBytes(shard);
    byte[] last = "n79.png".getBytes(StandardCharsets.UTF_8);
    int at = 0;
    while (!Arrays.equals(bytes, at, at + last.length, last, 0, last.length)) {
      at++;
    }
    at += packing == Packing.TAR ? 512 + 100 : 60; // beyond the header, inside the picture
    bytes[at] ^= 0x55;
    Files.write(shard, bytes);
    ImageSource source = open(set);
    assertThat(image(source, 78)).isEqualTo(image(DIGITS, 78));
    assertThatThrownBy(() -> image(source, 79))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("digits-001." + packing.ending);
  }

  @Test
  void picturesOfAnotherSizeAreRefusedWhenTheyAreWanted() throws IOException {
    Path set = Files.createDirectory(folder.resolve("sizes"));
    ImageSource large =
        DataSets.open("digits", Split.TRAIN, DataOptions.defaults().withLimit(1).withSize(32));
    write(
        set.resolve("a-0.tar"),
        Packing.TAR,
        entries -> {
          entries.add("cat/1.png", ImageIo.png(Pictures.of(DIGITS, 0)));
          entries.add("dog/2.png", ImageIo.png(Pictures.of(large, 0)));
        });
    ImageSource source = open(set);
    assertThat(source.classNames()).containsExactly("cat", "dog");
    assertThatThrownBy(() -> image(source, 1))
        .hasMessageContaining("give one size")
        .extracting(e -> ((DataException) e).remedy())
        .isEqualTo(DataException.Remedy.SIZE);
  }

  @Test
  void aMappedFileHoldsWhatAReadOneHolds() throws IOException {
    Path file = folder.resolve("train-images-idx3-ubyte");
    ByteBuffer bytes = ByteBuffer.allocate(16 + COUNT * 784);
    bytes.putInt(0x803).putInt(COUNT).putInt(28).putInt(28);
    for (int i = 0; i < COUNT; i++) {
      bytes.put(image(DIGITS, i));
    }
    Files.write(file, bytes.array());
    MappedIdx mapped = new MappedIdx(file, COUNT, DIGITS.shape());
    assertThat(mapped.count()).isEqualTo(COUNT);
    for (int i = 0; i < COUNT; i++) {
      assertThat(mapped.read(i).pixels()).isEqualTo(image(DIGITS, i));
    }
  }
}
