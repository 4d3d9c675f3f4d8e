package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.archive.FileNames;
import io.inkwash.data.open.DataPaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/data.md} says of folders, archives and files is what happens. */
class DataTableTest {
  private static final Path PAGE = Path.of("../docs/data.md");

  @TempDir Path scratch;

  /** The rows of the page's table with such a first heading, cell by cell. */
  private static Stream<List<String>> rows(String heading) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.startsWith("| " + heading + " |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .map(cells -> cells.subList(1, cells.size() - 1));
  }

  static Stream<List<String>> layouts() throws IOException {
    return rows("files");
  }

  static Stream<List<String>> files() throws IOException {
    return rows("file");
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void layoutsAreWhatThePageSays(List<String> row) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : row.get(0).replace("`", "").split(" ")) {
      files.put(name, content(name, files.size()));
    }
    for (Path set : List.of(folder(files), zip(files), tar(files), sevenZip(files))) {
      if (row.get(1).startsWith("refused: ")) {
        refused(set, row.get(1));
        continue;
      }
      StoredImages train = open(set, Split.TRAIN);
      assertThat(train.count()).as("%s", set).isEqualTo(Integer.parseInt(row.get(1)));
      List<String> classes = row.get(3).equals("none") ? List.of() : List.of(row.get(3).split(" "));
      assertThat(train.classNames()).as("%s", set).isEqualTo(classes);
      assertThat(train.location()).contains(set);
      if (row.get(2).equals("kept back")) {
        assertThatThrownBy(() -> open(set, Split.TEST)).hasMessageContaining("no test images");
      } else {
        StoredImages test = open(set, Split.TEST);
        assertThat(test.count()).as("%s", set).isEqualTo(Integer.parseInt(row.get(2)));
        if (test.classes() > 0) {
          assertThat(test.classNames()).as("one order of classes").isEqualTo(classes);
        } else if (!classes.isEmpty()) {
          assertThat(test.notes()).anyMatch(note -> note.contains("have no labels"));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void filesAreWhatThePageSays(List<String> row) throws IOException {
    String name = row.get(0).replace("`", "");
    Path file = TestFiles.write(scratch.resolve(name), file(name));
    if (row.get(1).startsWith("refused: ")) {
      refused(file, row.get(1));
    } else {
      assertThat(row.get(1)).startsWith("read");
      assertThat(open(file, Split.TRAIN).count()).isEqualTo(name.contains("photos") ? 2 : 4);
    }
  }

  private StoredImages open(Path set, Split half) {
    return DataPaths.open(set.toString(), half, TestFiles.options(scratch));
  }

  private void refused(Path set, String cell) {
    assertThatThrownBy(() -> open(set, Split.TRAIN))
        .as("%s", set)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(set.toString())
        .hasMessageContaining(cell.substring("refused: ".length()))
        .hasMessageNotContaining("\n");
  }

  /** What a file of that name holds: pictures by their ending, IDX and CIFAR by their names. */
  private static byte[] content(String name, int number) {
    if (name.contains("-images")) {
      byte[] images = TestFiles.idxImages(4, 3, 3);
      return name.endsWith(".gz") ? TestFiles.gzip(images) : images;
    }
    if (name.contains("-labels")) {
      byte[] labels = TestFiles.idxLabels(4);
      return name.endsWith(".gz") ? TestFiles.gzip(labels) : labels;
    }
    if (name.endsWith(".bin")) {
      return TestFiles.cifar(4);
    }
    if (FileNames.isPicture(name) && !FileNames.isHidden(name)) {
      return TestFiles.png(3, 3, 0x010101 * (number + 1));
    }
    return "not a picture".getBytes(StandardCharsets.UTF_8);
  }

  private byte[] file(String name) throws IOException {
    Map<String, byte[]> two = new LinkedHashMap<>();
    two.put("a.png", TestFiles.png(3, 3, 0x010101));
    two.put("b.png", TestFiles.png(3, 3, 0x020202));
    return switch (name) {
      case "photos.zip" -> Files.readAllBytes(zip(two));
      case "photos.tar" -> Files.readAllBytes(tar(two));
      case "photos.tar.gz", "photos.tgz" -> TestFiles.gzip(Files.readAllBytes(tar(two)));
      case "photos.tar.bz2" ->
          packed(Files.readAllBytes(tar(two)), BZip2CompressorOutputStream::new);
      case "photos.tar.xz" -> packed(Files.readAllBytes(tar(two)), XZCompressorOutputStream::new);
      case "photos.7z" -> Files.readAllBytes(sevenZip(two));
      case "photos.tar.zst" -> new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0, 0, 0};
      case "one.png" -> TestFiles.png(3, 3, 1);
      case "letters.idx" -> TestFiles.idxImages(4, 3, 3);
      case "letters.gz" -> TestFiles.gzip(TestFiles.idxImages(4, 3, 3));
      case "letters-float.idx" -> TestFiles.idx(0xd03, new int[] {1, 1, 1}, new byte[4]);
      case "letters-color.idx" -> TestFiles.idx(0x804, new int[] {1, 1, 1, 3}, new byte[3]);
      case "batch.bin" -> TestFiles.cifar(4);
      default -> "something else".getBytes(StandardCharsets.UTF_8);
    };
  }

  private interface Packing {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] packed(byte[] content, Packing packing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packing.over(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private Path folder(Map<String, byte[]> files) throws IOException {
    Path folder = scratch.resolve("set");
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().endsWith("/")) {
        Files.createDirectories(folder.resolve(file.getKey()));
      } else {
        TestFiles.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
    return folder;
  }

  private Path zip(Map<String, byte[]> files) {
    return TestFiles.zip(scratch.resolve("set.zip"), files);
  }

  private Path tar(Map<String, byte[]> files) throws IOException {
    Path path = scratch.resolve("set.tar");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(path), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        boolean isFolder = file.getKey().endsWith("/");
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(isFolder ? 0 : file.getValue().length);
        tar.putArchiveEntry(entry);
        if (!isFolder) {
          tar.write(file.getValue());
        }
        tar.closeArchiveEntry();
      }
    }
    return path;
  }

  private Path sevenZip(Map<String, byte[]> files) throws IOException {
    Path path = scratch.resolve("set.7z");
    try (SevenZOutputFile archive = new SevenZOutputFile(path.toFile())) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        boolean isFolder = file.getKey().endsWith("/");
        SevenZArchiveEntry entry = new SevenZArchiveEntry();
        entry.setName(file.getKey());
        entry.setDirectory(isFolder);
        archive.putArchiveEntry(entry);
        if (!isFolder) {
          archive.write(file.getValue());
        }
        archive.closeArchiveEntry();
      }
    }
    return path;
  }
}
