package io.inkwash.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files within a zip, read in place and never unpacked to disk. Checksums are verified. */
final class ZipFiles implements ImageFiles {

  private final Path path;
  private final ZipFile zip;
  private final List<String> paths;

  ZipFiles(Path path) throws IOException {
    this.path = path;
    this.zip = new ZipFile(path.toFile());
    this.paths =
        zip.stream()
            .filter(entry -> !entry.isDirectory())
            .map(ZipEntry::getName)
            .distinct()
            .sorted()
            .toList();
  }

  @Override
  public String where() {
    return path.toString();
  }

  @Override
  public List<String> paths() {
    return paths;
  }

  @Override
  public byte[] read(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new ZipException("no such entry");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(LARGEST);
      if (in.read() >= 0) {
        throw new ZipException("unpacks to over " + (LARGEST >> 20) + " MiB");
      }
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (crc.getValue() != entry.getCrc()) {
        throw new ZipException("damaged: its checksum is wrong");
      }
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
