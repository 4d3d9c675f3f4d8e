package io.inkwash.data.decode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The bytes of a picture file for a decoder. Some decoders take the missing end of a file for zeros
 * and try to read on at every pixel, for minutes; here they may try a few times only.
 */
final class PictureStream extends MemoryCacheImageInputStream {
  private static final int MOST_TRIES = 100;

  private int tries;

  PictureStream(byte[] file) {
    super(new ByteArrayInputStream(file));
  }

  @Override
  public int read() throws IOException {
    return checked(super.read());
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return checked(super.read(into, offset, length));
  }

  private int checked(int result) throws IOException {
    if (result < 0 && ++tries > MOST_TRIES) {
      throw new IOException("it ends too early");
    }
    return result;
  }
}
