package io.inkwash.exchange.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedEntriesTest {
  private static final byte[] FIRST = bytes(1000, 3);
  private static final byte[] SECOND = bytes(77, 5);

  @TempDir Path folder;

  private static byte[] bytes(int count, int factor) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (factor * i);
    }
    return bytes;
  }

  private static byte[] zip(String comment) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment(comment);
      store(zip, "x/data/0", FIRST);
      zip.putNextEntry(new ZipEntry("x/data.pkl"));
      zip.write(FIRST);
      store(zip, "x/data/1", SECOND);
    }
    return bytes.toByteArray();
  }

  /** An entry that is not compressed. */
  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setCrc(sum.getValue());
    entry.setExtra(new byte[] {'F', 'B', 3, 0, 'Z', 'Z', 'Z'}); // as PyTorch aligns numbers
    zip.putNextEntry(entry);
    zip.write(content);
  }

  private void areMapped(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        MappedEntries entries = MappedEntries.open(file)) {
      ByteBuffer first = entries.map(zip.getEntry("x/data/0"), FIRST.length).orElseThrow();
      assertThat(first.isDirect()).isTrue();
      assertThat(first).isEqualTo(ByteBuffer.wrap(FIRST));
      assertThat(entries.map(zip.getEntry("x/data/1"), 70))
          .contains(ByteBuffer.wrap(Arrays.copyOf(SECOND, 70)));
      assertThat(entries.map(zip.getEntry("x/data.pkl"), 10)).as("compressed").isEmpty();
      assertThat(entries.map(zip.getEntry("x/data/1"), 1L << 20)).as("too long").isEmpty();
    }
  }

  @Test
  void entriesThatAreNotCompressedAreMapped() throws IOException {
    areMapped(Files.write(folder.resolve("plain.zip"), zip("")));
  }

  /** The signature of the end, too, may stand in the comment. */
  @Test
  void aCommentAndBytesBeforeTheZipDoNotMatter() throws IOException {
    byte[] zip = zip("PK\5\6 a comment that is longer than the end itself");
    areMapped(Files.write(folder.resolve("comment.zip"), zip));
    ByteArrayOutputStream more = new ByteArrayOutputStream();
    more.write(bytes(123, 7));
    more.write(zip(""));
    areMapped(Files.write(folder.resolve("before.zip"), more.toByteArray()));
  }

  /** A file of some gigabytes has its sizes and places in records of 64 bits. */
  @Test
  void recordsOf64BitsAreRead() throws IOException {
    byte[] name = "x/data/0".getBytes(StandardCharsets.UTF_8);
    ByteBuffer zip = ByteBuffer.allocate(2000).order(ByteOrder.LITTLE_ENDIAN);
    zip.put(new byte[11]); // where no entry is
    int local = zip.position();
    zip.putInt(0x04034b50).put(new byte[22]).putShort((short) name.length).putShort((short) 0);
    zip.put(name).put(FIRST);
    int directory = zip.position();
    zip.putInt(0x02014b50).put(new byte[16]).putInt(-1).putInt(-1);
    zip.putShort((short) name.length).putShort((short) 32).put(new byte[10]).putInt(-1).put(name);
    zip.putShort((short) 7).putShort((short) 0); // a field of something else
    zip.putShort((short) 1).putShort((short) 24);
    zip.putLong(FIRST.length).putLong(FIRST.length).putLong(local);
    int end = zip.position();
    zip.putInt(0x06064b50).put(new byte[36]).putLong(end - directory).putLong(directory);
    zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
    zip.putInt(0x06054b50).put(new byte[8]).putInt(-1).putInt(-1).putShort((short) 0);
    Path file = folder.resolve("wide.zip");
    Files.write(file, Arrays.copyOf(zip.array(), zip.position()));
    ZipEntry entry = new ZipEntry("x/data/0");
    entry.setMethod(ZipEntry.STORED);
    try (MappedEntries entries = MappedEntries.open(file)) {
      assertThat(entries.map(entry, FIRST.length)).contains(ByteBuffer.wrap(FIRST));
    }
  }

  /** Whatever is cut off or changed, nothing is found or what was there, and nothing is thrown. */
  @Test
  void ofADamagedDirectoryNothingIsMapped() throws IOException {
    byte[] zip = zip("");
    ZipEntry entry = new ZipEntry("x/data/0");
    entry.setMethod(ZipEntry.STORED);
    Path file = folder.resolve("damaged.zip");
    for (int length = 0; length < zip.length; length++) {
      Files.write(file, Arrays.copyOf(zip, length));
      try (MappedEntries entries = MappedEntries.open(file)) {
        assertThat(entries.map(entry, 5)).isEmpty();
      }
    }
    for (int at = zip.length - 300; at < zip.length; at++) {
      byte[] damaged = zip.clone();
      damaged[at] ^= (byte) 0xff;
      Files.write(file, damaged);
      try (MappedEntries entries = MappedEntries.open(file)) {
        entries.map(entry, 5).ifPresent(found -> assertThat(found.remaining()).isEqualTo(5));
      }
    }
  }
}
