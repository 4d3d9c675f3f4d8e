package io.inkwash.data.open;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Picture;
import io.inkwash.data.Sha256;
import io.inkwash.data.StreamedBytes;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The images of an IDX file as the system maps it: pages that are looked at are in memory as long
 * as there is room.
 */
final class MappedIdx implements StreamedBytes.Pictures {
  private static final int HEADER = 16; // bytes
  private static final int PIECE = 1 << 30; // a buffer holds at most 2 GiB

  private final ImageShape shape;
  private final int count;
  private final int inPiece;
  private final MappedByteBuffer[] pieces;

  /**
   * Maps a file whose length has been compared with its header.
   *
   * @throws DataException if it cannot be mapped
   */
  MappedIdx(Path file, int count, ImageShape shape) {
    this.shape = shape;
    this.count = count;
    inPiece = PIECE / shape.size();
    pieces = new MappedByteBuffer[(count + inPiece - 1) / inPiece];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int piece = 0; piece < pieces.length; piece++) {
        long first = (long) piece * inPiece;
        long images = Math.min(inPiece, count - first);
        pieces[piece] =
            channel.map(
                FileChannel.MapMode.READ_ONLY,
                HEADER + first * shape.size(),
                images * shape.size());
      }
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read", e);
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Picture read(int index) {
    byte[] pixels = new byte[shape.size()];
    pieces[index / inPiece].get(index % inPiece * shape.size(), pixels);
    return new Picture(shape, pixels);
  }

  @Override
  public void identify(int index, Sha256 into) {
    into.add(read(index).pixels());
  }
}
