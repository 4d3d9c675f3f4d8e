package io.inkwash.data;

import java.util.Collections;
import java.util.List;

/**
 * Some images, ready to become a tensor: a batch, or the rows of it that this process trains on.
 * The arrays belong to whoever receives the batch.
 *
 * @param pixels {@code count} images, NCHW, scaled to the stream's {@link PixelRange}
 * @param labels the class of each image, -1 where the source has no labels
 * @param captions what each image shows, empty where the source has no captions
 * @param indices which image of the source each one is
 * @param shape the shape of one image
 * @param rows which rows of the batch they are
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, straight into a tensor
public record Batch(
    float[] pixels,
    int[] labels,
    List<String> captions,
    int[] indices,
    ImageShape shape,
    BatchRows rows) {

  /** A whole batch of so many images without captions. */
  public Batch(float[] pixels, int[] labels, int[] indices, ImageShape shape, int count) {
    this(pixels, labels, Collections.nCopies(count, ""), indices, shape, BatchRows.all(count));
  }

  /** The number of images. */
  public int count() {
    return rows.count();
  }
}
