package io.inkwash.exchange.pytorch;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;

/**
 * Entries of a zip that are stored without compression, as PyTorch stores numbers, mapped into
 * memory: their bytes are those of the file, read as they are used, outside the Java heap. The file
 * must not change while they are.
 *
 * <p>{@link java.util.zip.ZipFile} does not tell where an entry begins, so its directory is read
 * here (PKWARE's APPNOTE 4.3, with the records of zip64 for files of 4 GiB and more). An entry that
 * is not found so is left to {@code ZipFile}.
 */
final class MappedEntries implements Closeable {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int EXTRA_64 = 1;
  private static final long UNKNOWN = 0xffffffffL; // a number that stands in a record of zip64
  private static final long AMBIGUOUS = -1;
  private static final int LARGEST_DIRECTORY = 256 << 20;

  private final FileChannel channel;
  private final Map<String, Long> headers = new HashMap<>();

  private MappedEntries(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Reads where the entries of a zip are. Of a directory that is not as expected, none is found.
   *
   * @throws IOException if there is no such file
   */
  static MappedEntries open(Path zip) throws IOException {
    MappedEntries entries = new MappedEntries(FileChannel.open(zip, StandardOpenOption.READ));
    try {
      entries.readDirectory();
    } catch (IOException e) {
      entries.headers.clear();
    }
    return entries;
  }

  /**
   * The first bytes of an entry, little-endian.
   *
   * @return empty where they are compressed, are not found, or are 2 GiB or more
   */
  Optional<ByteBuffer> map(ZipEntry entry, long length) throws IOException {
    long header = headers.getOrDefault(entry.getName(), AMBIGUOUS);
    boolean found = header >= 0 && header <= channel.size() - LOCAL_BYTES;
    if (entry.getMethod() != ZipEntry.STORED || !found || length > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    ByteBuffer local = read(header, LOCAL_BYTES);
    long begin = header + LOCAL_BYTES + unsigned(local, 26) + unsigned(local, 28);
    if (local.getInt(0) != LOCAL || begin > channel.size() - length) {
      return Optional.empty();
    }
    return Optional.of(
        channel.map(MapMode.READ_ONLY, begin, length).order(ByteOrder.LITTLE_ENDIAN));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void readDirectory() throws IOException {
    long end = end();
    ByteBuffer record = read(end, END_BYTES);
    long size = record.getInt(12) & UNKNOWN;
    long offset = record.getInt(16) & UNKNOWN;
    if (end >= LOCATOR_64_BYTES) {
      ByteBuffer locator = read(end - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
      if (locator.getInt(0) == LOCATOR_64) {
        end = locator.getLong(8);
        ByteBuffer wide = read(end, END_64_BYTES);
        require(wide.getInt(0) == END_64);
        size = wide.getLong(40);
        offset = wide.getLong(48);
      }
    }
    require(size >= 0 && size <= LARGEST_DIRECTORY && size <= end);
    long before = end - size - offset; // bytes that something put before the zip
    readEntries(read(end - size, (int) size), before);
  }

  /** Where the last record begins. */
  private long end() throws IOException {
    int tail = (int) Math.min(channel.size(), END_BYTES + LONGEST_COMMENT);
    ByteBuffer bytes = read(channel.size() - tail, tail);
    for (int at = tail - END_BYTES; at >= 0; at--) {
      if (bytes.getInt(at) == END && at + END_BYTES + unsigned(bytes, at + 20) == tail) {
        return channel.size() - tail + at;
      }
    }
    throw new IOException("no end of a zip's directory");
  }

  private void readEntries(ByteBuffer directory, long before) throws IOException {
    int at = 0;
    while (at + ENTRY_BYTES <= directory.limit()) {
      require(directory.getInt(at) == ENTRY);
      int name = unsigned(directory, at + 28);
      int extra = unsigned(directory, at + 30);
      int comment = unsigned(directory, at + 32);
      require(at + ENTRY_BYTES + name + extra + comment <= directory.limit());
      byte[] letters = new byte[name];
      directory.get(at + ENTRY_BYTES, letters);
      long header = header(directory, at, directory.slice(at + ENTRY_BYTES + name, extra));
      headers.merge(
          new String(letters, StandardCharsets.UTF_8), before + header, (a, b) -> AMBIGUOUS);
      at += ENTRY_BYTES + name + extra + comment;
    }
  }

  /** Where the header of an entry begins: the last of the wide numbers, if it is among them. */
  private static long header(ByteBuffer directory, int at, ByteBuffer extras) throws IOException {
    long header = directory.getInt(at + 42) & UNKNOWN;
    if (header != UNKNOWN) {
      return header;
    }
    int skipped = 0;
    for (int size : new int[] {at + 24, at + 20}) {
      skipped += (directory.getInt(size) & UNKNOWN) == UNKNOWN ? Long.BYTES : 0;
    }
    ByteBuffer fields = extras.order(ByteOrder.LITTLE_ENDIAN);
    int field = 0;
    while (field + 4 <= fields.limit()) {
      int length = unsigned(fields, field + 2);
      if (unsigned(fields, field) == EXTRA_64) {
        require(length >= skipped + Long.BYTES && field + 4 + length <= fields.limit());
        return fields.getLong(field + 4 + skipped);
      }
      field += 4 + length;
    }
    throw new IOException("an entry without its place");
  }

  private ByteBuffer read(long position, int length) throws IOException {
    require(position >= 0);
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      int count = channel.read(bytes, position + bytes.position());
      if (count < 0) {
        throw new EOFException();
      }
    }
    return bytes;
  }

  private static int unsigned(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  private static void require(boolean sound) throws IOException {
    if (!sound) {
      throw new IOException("damaged directory of a zip");
    }
  }
}
