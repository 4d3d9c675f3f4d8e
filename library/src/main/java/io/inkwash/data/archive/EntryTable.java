package io.inkwash.data.archive;

import static io.inkwash.format.Text.format;

import io.inkwash.data.DataException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * Where the entries of archives lie in their files, 33 bytes an entry, so that any one is read by a
 * single positioned read. May be read by many threads at once, and no file stays open: a thread
 * that is interrupted closes nothing for the others.
 */
public final class EntryTable {
  private final List<Path> archives;
  private int count;
  private int[] archive = new int[0];
  private long[] offset = {};
  private int[] packed = {};
  private int[] size = {};
  private int[] crc = {};
  private boolean[] deflated = {};

  /** Nothing yet, of these archives. */
  public EntryTable(List<Path> archives) {
    this.archives = List.copyOf(archives);
  }

  /** Receives the entries of an archive, in their order. */
  @FunctionalInterface
  public interface Visitor {
    /** One file. */
    void entry(String name, Position position);
  }

  /**
   * Where one entry lies.
   *
   * @param archive the number of its archive
   * @param offset of its first byte
   * @param packed bytes in the file
   * @param size bytes of the entry
   * @param crc of its bytes, where the archive states one
   * @param deflated whether it is compressed
   */
  public record Position(
      int archive, long offset, int packed, int size, int crc, boolean deflated) {}

  /**
   * Goes over the entries of an archive; their content is not read.
   *
   * @throws DataException if the archive is damaged, or packed in a way that has no positions
   */
  public void scan(int number, Visitor visitor) {
    Path path = archives.get(number);
    try {
      if (isZip(path)) {
        scanZip(number, path, visitor);
      } else {
        scanTar(number, path, visitor);
      }
    } catch (IOException e) {
      throw DataException.in(path, "cannot be read, fetch or copy it again", e);
    } catch (IllegalArgumentException e) {
      throw DataException.in(path, "is damaged, fetch or copy it again", e);
    }
  }

  private static void scanTar(int number, Path path, Visitor visitor) throws IOException {
    try (TarFile tar = new TarFile(path)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (entry.isFile() && !entry.isSparse()) {
          int size = bounded(entry.getSize());
          visitor.entry(
              FileNames.normalized(entry.getName()),
              new Position(number, entry.getDataOffset(), size, size, 0, false));
        }
      }
    }
  }

  private static void scanZip(int number, Path path, Visitor visitor) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
      Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        if (entry.isDirectory()) {
          continue;
        }
        boolean deflated = entry.getMethod() == ZipMethod.DEFLATED.getCode();
        boolean stored = entry.getMethod() == ZipMethod.STORED.getCode();
        if (entry.getGeneralPurposeBit().usesEncryption() || !(deflated || stored)) {
          throw new ZipException(
              "is encrypted or packed in an unusual way: pack it as a plain zip");
        }
        zip.getRawInputStream(entry).close(); // finds where it begins
        visitor.entry(
            FileNames.normalized(entry.getName()),
            new Position(
                number,
                entry.getDataOffset(),
                bounded(entry.getCompressedSize()),
                bounded(entry.getSize()),
                (int) entry.getCrc(),
                deflated));
      }
    }
  }

  private static int bounded(long size) throws IOException {
    if (size < 0 || size > FileTree.LARGEST) {
      throw new IOException("an entry of " + size + " bytes");
    }
    return (int) size;
  }

  /** Adds an entry at the end. */
  public void keep(Position position) {
    if (count == archive.length) {
      int room = Math.max(64, count + count / 2);
      archive = Arrays.copyOf(archive, room);
      offset = Arrays.copyOf(offset, room);
      packed = Arrays.copyOf(packed, room);
      size = Arrays.copyOf(size, room);
      crc = Arrays.copyOf(crc, room);
      deflated = Arrays.copyOf(deflated, room);
    }
    archive[count] = position.archive;
    offset[count] = position.offset;
    packed[count] = position.packed;
    size[count] = position.size;
    crc[count] = position.crc;
    deflated[count] = position.deflated;
    count++;
  }

  /** The number of archives. */
  public int archives() {
    return archives.size();
  }

  /** The file of an archive. */
  public Path path(int number) {
    return archives.get(number);
  }

  /** Whether an archive states the CRC-32 of its entries, as a zip does and a tar does not. */
  public boolean statesChecksums(int number) {
    return isZip(archives.get(number));
  }

  private static boolean isZip(Path path) {
    return path.toString().endsWith(".zip");
  }

  /** The number of the archive that an entry lies in. */
  public int archive(int entry) {
    return archive[entry];
  }

  /** The first entry that was kept of an archive, or of those after it; entries are in order. */
  public int first(int number) {
    int from = 0;
    int to = count;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (archive[middle] < number) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** The CRC-32 of an entry; 0 where none is known. */
  public int checksum(int entry) {
    return crc[entry];
  }

  /** From now on an entry is compared with a CRC-32 when it is read. */
  public void check(int entry, int checksum) {
    crc[entry] = checksum;
  }

  /** The number of entries that were kept. */
  public int count() {
    return count;
  }

  /** What to call an entry in messages. */
  public String where(int entry) {
    return archives.get(archive[entry]) + ", at byte " + offset[entry];
  }

  /** The size of an entry in bytes. */
  public int size(int entry) {
    return size[entry];
  }

  /**
   * Reads an entry.
   *
   * @throws DataException if the archive has changed or is damaged
   */
  public byte[] read(int entry) {
    Position position =
        new Position(
            archive[entry], offset[entry], packed[entry], size[entry], crc[entry], deflated[entry]);
    return read(position);
  }

  /** The text of a small entry that is not kept, without spaces at its ends. */
  public String text(Position position) {
    return new String(read(position), StandardCharsets.UTF_8).strip();
  }

  private byte[] read(Position position) {
    Path path = archives.get(position.archive);
    try {
      byte[] bytes = stored(path, position.offset, position.packed);
      if (position.deflated) {
        bytes = inflated(bytes, position.size);
      }
      if (position.crc != 0) {
        CRC32 found = new CRC32();
        found.update(bytes);
        if ((int) found.getValue() != position.crc) {
          throw new ZipException("its checksum is wrong");
        }
      }
      return bytes;
    } catch (IOException | DataFormatException e) {
      throw new DataException(
          format(
              "%s: the entry at byte %s cannot be read (%s), fetch or copy it again",
              path, position.offset, e.getMessage()),
          e);
    }
  }

  private static byte[] stored(Path path, long from, int count) throws IOException {
    byte[] bytes = new byte[count];
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(from);
      file.readFully(bytes);
    }
    return bytes;
  }

  private static byte[] inflated(byte[] bytes, int size) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes);
      byte[] whole = new byte[size];
      int done = 0;
      while (done < size) {
        int more = inflater.inflate(whole, done, size - done);
        if (more == 0) {
          throw new DataFormatException("it is cut short");
        }
        done += more;
      }
      return whole;
    } finally {
      inflater.end();
    }
  }
}
