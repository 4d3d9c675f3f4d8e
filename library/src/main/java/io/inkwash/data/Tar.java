package io.inkwash.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Walks a tar archive from front to back. It knows what a data set's archive needs, plain files
 * with short names, and passes over all else. Source: POSIX.1-1988, ustar.
 */
final class Tar {

  private static final int BLOCK = 512;

  private Tar() {}

  /** Receives the files of an archive. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One file; what is left unread of it is passed over.
     *
     * @param name its name without folders
     * @param content its bytes, ending where the file ends
     */
    void file(String name, InputStream content) throws IOException;
  }

  static void walk(InputStream archive, Visitor visitor) throws IOException {
    byte[] header = new byte[BLOCK];
    while (archive.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
      long size = octal(header, 124, 12);
      char type = (char) header[156];
      Content content = new Content(archive, size);
      if (type == '0' || type == 0) {
        String path = text(header, 0, 100);
        visitor.file(path.substring(path.lastIndexOf('/') + 1), content);
      }
      content.skipNBytes(content.left);
      archive.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }
  }

  private static String text(byte[] header, int offset, int length) {
    String field = new String(header, offset, length, StandardCharsets.US_ASCII);
    int end = field.indexOf('\0');
    return end < 0 ? field : field.substring(0, end);
  }

  private static long octal(byte[] header, int offset, int length) throws IOException {
    String digits = text(header, offset, length).trim();
    try {
      return Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("not a tar archive: a size reads '" + digits + "'", e);
    }
  }

  /** The bytes of one file within the archive. */
  private static final class Content extends InputStream {

    private final InputStream archive;
    private long left;

    Content(InputStream archive, long size) {
      this.archive = archive;
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      int n = archive.read(into, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("the archive ends inside a file");
      }
      left -= n;
      return n;
    }
  }
}
