package io.inkwash.data.archive;

import io.inkwash.data.Bytes;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files within an archive that is read from front to back: tar, compressed or not, and 7z. It
 * is read once for the names and once more for what is wanted, and never unpacked to disk.
 */
public final class StreamedFiles implements FileTree {

  /** The most bytes that are unpacked ahead of those who look at them. */
  private static final long AHEAD = 64 << 20;

  private static final int AHEAD_FILES = 1024;

  /** One pass over an archive. */
  private interface Pass extends AutoCloseable {
    /** The next entry that is a file or a folder; null at the end. */
    @Nullable ArchiveEntry next() throws IOException;

    /** The bytes of the entry that {@link #next} returned; it ends where the entry ends. */
    InputStream content() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Begins a pass. */
  private interface Beginning {
    Pass begin() throws IOException;
  }

  private final Path path;
  private final Beginning archive;
  private final TreeMap<String, Long> sizes = new TreeMap<>();
  private final List<String> folders = new ArrayList<>();

  private StreamedFiles(Path path, Beginning archive) throws IOException {
    this.path = path;
    this.archive = archive;
    try (Pass pass = archive.begin()) {
      for (ArchiveEntry entry = pass.next(); entry != null; entry = pass.next()) {
        String name = FileNames.normalized(entry.getName());
        if (entry.isDirectory()) {
          folders.add(name);
        } else {
          sizes.putIfAbsent(name, entry.getSize());
        }
      }
    }
  }

  /** The files of a tar; gzip, bzip2 and xz are recognized and unpacked. */
  public static StreamedFiles tar(Path path) throws IOException {
    return new StreamedFiles(path, () -> new TarPass(Bytes.open(path)));
  }

  /** The files of a 7z. */
  public static StreamedFiles sevenZip(Path path) throws IOException {
    return new StreamedFiles(path, () -> new SevenZipPass(path));
  }

  @Override
  public Path root() {
    return path;
  }

  @Override
  public List<String> files() {
    return List.copyOf(sizes.keySet());
  }

  @Override
  public List<String> emptyFolders() {
    return folders.stream()
        .filter(
            folder -> {
              String next = sizes.higherKey(folder + "/");
              return next == null || !next.startsWith(folder + "/");
            })
        .toList();
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public long size(String file) {
    return sizes.getOrDefault(file, -1L);
  }

  @Override
  public InputStream open(String file) throws IOException {
    Pass pass = archive.begin();
    try {
      for (ArchiveEntry entry = pass.next(); entry != null; entry = pass.next()) {
        if (!entry.isDirectory() && FileNames.normalized(entry.getName()).equals(file)) {
          return new FilterInputStream(new BufferedInputStream(pass.content())) {
            @Override
            public void close() throws IOException {
              pass.close();
            }
          };
        }
      }
      throw new IOException("no such entry");
    } catch (IOException | RuntimeException e) {
      pass.close();
      throw e;
    }
  }

  @Override
  public void readEach(List<String> wanted, Visitor visitor) throws IOException {
    Map<String, Integer> left = new HashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      left.put(wanted.get(i), i);
    }
    Map<Integer, Content> ahead = new HashMap<>();
    long bytes = 0;
    try (Pass pass = archive.begin()) {
      for (ArchiveEntry entry = pass.next();
          entry != null && !left.isEmpty();
          entry = pass.next()) {
        Integer index =
            entry.isDirectory() ? null : left.remove(FileNames.normalized(entry.getName()));
        if (index != null) {
          byte[] content = FileTree.readWhole(pass.content());
          ahead.put(index, () -> content);
          bytes += content.length;
        }
        if (bytes >= AHEAD || ahead.size() >= AHEAD_FILES) {
          visit(ahead, visitor);
          bytes = 0;
        }
      }
    }
    visit(ahead, visitor);
  }

  private static void visit(Map<Integer, Content> ahead, Visitor visitor) {
    ahead.entrySet().stream().collect(Collectors.toList()).parallelStream()
        .forEach(file -> visitor.file(file.getKey(), file.getValue()));
    ahead.clear();
  }

  @Override
  public void close() {}

  /** A tar from front to back. Links and devices are passed over. */
  private static final class TarPass implements Pass {
    private final TarArchiveInputStream tar;

    TarPass(InputStream in) {
      tar = new TarArchiveInputStream(in, "UTF-8");
    }

    @Override
    public @Nullable ArchiveEntry next() throws IOException {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null && !entry.isFile() && !entry.isDirectory()) {
        entry = tar.getNextEntry();
      }
      return entry;
    }

    @Override
    public InputStream content() {
      return tar;
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }

  /** A 7z from front to back. */
  private static final class SevenZipPass implements Pass {
    private static final int MEMORY_KIB = 256 << 10;

    private final SevenZFile archive;
    private @Nullable SevenZArchiveEntry entry;

    SevenZipPass(Path path) throws IOException {
      archive =
          SevenZFile.builder()
              .setSeekableByteChannel(Files.newByteChannel(path))
              .setMaxMemoryLimitKiB(MEMORY_KIB)
              .get();
    }

    @Override
    public @Nullable ArchiveEntry next() throws IOException {
      entry = archive.getNextEntry();
      return entry;
    }

    @Override
    public InputStream content() throws IOException {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          return archive.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          return archive.read(into, offset, length);
        }
      };
    }

    @Override
    public void close() throws IOException {
      archive.close();
    }
  }
}
