package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.inkwash.data.archive.FileNames;
import io.inkwash.data.open.DataPaths;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zips as other systems and programs write them. */
class ArchiveNamesTest {

  @TempDir Path scratch;

  /** Two pictures of each of two classes, whose names have two letters, to be replaced in bytes. */
  private byte[] plain() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (String name : List.of("AA/0.png", "AA/1.png", "BB/0.png", "BB/1.png")) {
      entries.put(name, TestFiles.png(2, 2, 0x010101 * entries.size()));
    }
    return Files.readAllBytes(TestFiles.zip(scratch.resolve("plain.zip"), entries));
  }

  /** Bytes with every occurrence of some replaced by as many others. */
  private static byte[] replaced(byte[] in, byte[] from, byte[] to) {
    assertThat(to).hasSameSizeAs(from);
    String text = new String(in, StandardCharsets.ISO_8859_1);
    return text.replace(
            new String(from, StandardCharsets.ISO_8859_1),
            new String(to, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private StoredImages read(byte[] zip) {
    Path path = TestFiles.write(scratch.resolve("set.zip"), zip);
    return DataPaths.open(path.toString(), Split.TRAIN, TestFiles.options(scratch));
  }

  private void refused(byte[] zip, String... parts) {
    assertThatThrownBy(() -> read(zip))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(scratch.resolve("set.zip").toString())
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @CsvSource({
    "AA/0.png, AA/0.png",
    "./AA/0.png, AA/0.png",
    "/home/me/AA/0.png, home/me/AA/0.png",
    "../AA/0.png, AA/0.png",
    "C:\\AA\\0.png, AA/0.png",
    "AA\\0.png, AA/0.png",
    "x/../AA//0.png, AA/0.png",
    "'', ''",
    "../.., ''",
  })
  void namesHaveOneForm(String entry, String name) {
    assertThat(FileNames.normalized(entry)).isEqualTo(name);
  }

  @Test
  void labelsSurviveEveryFormOfName() throws IOException {
    StoredImages wanted = read(plain());
    for (String prefix : List.of("./", "/", "../", "/home/me/", "\\", "C:\\x\\")) {
      Map<String, byte[]> entries = new LinkedHashMap<>();
      for (String name : List.of("AA/0.png", "AA/1.png", "BB/0.png", "BB/1.png")) {
        entries.put(
            prefix + (prefix.endsWith("\\") ? name.replace('/', '\\') : name),
            TestFiles.png(2, 2, 0x010101 * entries.size()));
      }
      Path zip = TestFiles.zip(scratch.resolve("odd.zip"), entries);
      StoredImages odd = read(Files.readAllBytes(zip));
      assertThat(odd.classNames()).as(prefix).containsExactly("AA", "BB");
      assertThat(odd.contentHash()).as(prefix).isEqualTo(wanted.contentHash());
    }
  }

  /** As Windows' own packer writes Chinese names, and as DOS wrote accents. */
  @Test
  void namesWithoutAnEncodingAreRead() throws IOException {
    Charset gbk = Charset.forName("GBK");
    byte[] chinese = replaced(unstated(), "AA".getBytes(gbk), "猫".getBytes(gbk));
    chinese = replaced(chinese, "BB".getBytes(gbk), "狗".getBytes(gbk));
    StoredImages animals = read(chinese);
    assertThat(animals.classNames()).containsExactly("狗", "猫");
    assertThat(animals.notes()).anyMatch(note -> note.contains("read as GBK"));
    Charset dos = Charset.forName("IBM437");
    StoredImages french = read(replaced(unstated(), "AA".getBytes(dos), "é\u00e0".getBytes(dos)));
    assertThat(french.classNames()).containsExactly("BB", "é\u00e0");
    assertThat(french.notes()).anyMatch(note -> note.contains("read as IBM437"));
    StoredImages utf8 =
        read(replaced(unstated(), "AA".getBytes(dos), "é".getBytes(StandardCharsets.UTF_8)));
    assertThat(utf8.classNames()).containsExactly("BB", "é");
    assertThat(utf8.notes()).noneMatch(note -> note.contains("read as"));
  }

  @Test
  void methodsThatAreNotReadAreNamed() throws IOException {
    refused(withMethod(plain(), 98), "4 of 4 images", "method 98 (PPMD)", "pack it again");
    byte[] encrypted = plain();
    setShort(encrypted, new byte[] {'P', 'K', 3, 4}, 6, 0x809);
    setShort(encrypted, new byte[] {'P', 'K', 1, 2}, 8, 0x809);
    refused(encrypted, "is encrypted");
  }

  /** Without the flag that says that names are in UTF-8; Java always sets it. */
  private byte[] unstated() throws IOException {
    byte[] zip = plain();
    setShort(zip, new byte[] {'P', 'K', 3, 4}, 6, 8);
    setShort(zip, new byte[] {'P', 'K', 1, 2}, 8, 8);
    return zip;
  }

  private static byte[] withMethod(byte[] zip, int method) {
    byte[] changed = zip.clone();
    setShort(changed, new byte[] {'P', 'K', 3, 4}, 8, method);
    setShort(changed, new byte[] {'P', 'K', 1, 2}, 10, method);
    return changed;
  }

  /** Sets a field of every header that begins so. */
  private static void setShort(byte[] zip, byte[] signature, int offset, int value) {
    for (int i = 0; i + offset + 1 < zip.length; i++) {
      boolean header = true;
      for (int k = 0; k < signature.length; k++) {
        header &= i + k < zip.length && zip[i + k] == signature[k];
      }
      if (header) {
        zip[i + offset] = (byte) value;
        zip[i + offset + 1] = (byte) (value >> 8);
      }
    }
  }

  @Test
  void aSelfExtractingZipIsRead() throws IOException {
    byte[] script = "#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.US_ASCII);
    byte[] zip = plain();
    byte[] both = new byte[script.length + zip.length];
    System.arraycopy(script, 0, both, 0, script.length);
    System.arraycopy(zip, 0, both, script.length, zip.length);
    assertThat(read(both).contentHash()).isEqualTo(read(zip).contentHash());
  }

  /** Terminal escapes in names reach neither errors nor notes. */
  @Test
  void controlCharactersAreShown() {
    byte[] text = "no picture".getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.png", TestFiles.png(2, 2, 1));
    entries.put("\u001b[31m\nb.txt", text);
    StoredImages source = read(bytes(entries));
    assertThat(source.notes()).noneMatch(note -> note.contains("\u001b") || note.contains("\n"));
    assertThat(source.notes().get(0)).contains("\\u001b[31m");
    entries.put("\u001b[2J.png", text);
    assertThatThrownBy(() -> read(bytes(entries)))
        .hasMessageContaining("\\u001b[2J.png")
        .hasMessageNotContaining("\u001b");
  }

  /** A pattern that backtracked took 27 seconds for this. */
  @Test
  void longNamesTakeLinearTime() {
    byte[] text = "no picture".getBytes(StandardCharsets.UTF_8);
    String spaces = " ".repeat(65_000);
    Map<String, byte[]> entries =
        Map.of("a" + spaces + "b.png", text, "c/" + spaces + ".txt", text);
    byte[] zip = bytes(entries);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThatThrownBy(() -> read(zip))
              .isInstanceOf(DataException.class)
              .extracting(e -> e.getMessage().length() < 3000)
              .isEqualTo(true);
        });
  }

  private byte[] bytes(Map<String, byte[]> entries) {
    try {
      return Files.readAllBytes(TestFiles.zip(scratch.resolve("bytes.zip"), entries));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
