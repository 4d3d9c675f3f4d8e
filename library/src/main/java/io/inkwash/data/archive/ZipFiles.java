package io.inkwash.data.archive;

import static io.inkwash.format.Text.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry.NameSource;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/** The files within a zip, read in place and never unpacked to disk. Checksums are verified. */
public final class ZipFiles implements FileTree {

  private final Path path;
  private final ZipFile zip;
  private final TreeMap<String, ZipArchiveEntry> entries = new TreeMap<>();
  private final List<String> folders = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  public ZipFiles(Path path) throws IOException {
    this.path = path;
    this.zip = ZipFile.builder().setPath(path).setCharset(StandardCharsets.ISO_8859_1).get();
    List<ZipArchiveEntry> all = Collections.list(zip.getEntries());
    Charset charset =
        EntryCharset.of(
            all.stream().filter(ZipFiles::isUnstated).map(ZipArchiveEntry::getRawName).toList());
    if (!charset.equals(StandardCharsets.UTF_8)) {
      notes.add("its names are not in UTF-8: they are read as " + charset.displayName());
    }
    for (ZipArchiveEntry entry : all) {
      String name = isUnstated(entry) ? new String(entry.getRawName(), charset) : entry.getName();
      if (name.endsWith("/") || name.endsWith("\\")) {
        folders.add(FileNames.normalized(name));
      } else {
        entries.putIfAbsent(FileNames.normalized(name), entry);
      }
    }
  }

  /** Whether nothing says how an entry's name is encoded. */
  private static boolean isUnstated(ZipArchiveEntry entry) {
    return entry.getNameSource() == NameSource.NAME
        && !entry.getGeneralPurposeBit().usesUTF8ForNames();
  }

  @Override
  public Path root() {
    return path;
  }

  @Override
  public List<String> files() {
    return List.copyOf(entries.keySet());
  }

  @Override
  public List<String> emptyFolders() {
    return folders.stream()
        .filter(
            folder -> {
              String next = entries.higherKey(folder + "/");
              return next == null || !next.startsWith(folder + "/");
            })
        .toList();
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public long size(String file) throws IOException {
    return entry(file).getSize();
  }

  @Override
  public InputStream open(String file) throws IOException {
    ZipArchiveEntry entry = entry(file);
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new ZipException("is encrypted: unpack it with its password first");
    }
    if (!zip.canReadEntryData(entry)) {
      ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
      throw new ZipException(
          format(
              "is compressed by method %s (%s), which is not read here: pack it again as a plain zip",
              entry.getMethod(), method == null ? "unknown" : method));
    }
    return zip.getInputStream(entry);
  }

  @Override
  public void readEach(List<String> wanted, Visitor visitor) {
    IntStream.range(0, wanted.size())
        .parallel()
        .forEach(i -> visitor.file(i, () -> read(wanted.get(i))));
  }

  private byte[] read(String file) throws IOException {
    try (InputStream in = open(file)) {
      byte[] bytes = FileTree.readWhole(in);
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (crc.getValue() != entry(file).getCrc()) {
        throw new ZipException("is damaged: its checksum is wrong");
      }
      return bytes;
    }
  }

  private ZipArchiveEntry entry(String file) throws ZipException {
    ZipArchiveEntry entry = entries.get(file);
    if (entry == null) {
      throw new ZipException("no such entry");
    }
    return entry;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
