package io.inkwash.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The keys of a batch's rows: each row is one image of one stream. Rows of several seeds can stand
 * in one batch, and each is what it would be in a batch of its own.
 *
 * @param streams the stream of each row
 * @param images the number of each row's image in its stream
 */
public record RowKeys(List<Rng> streams, List<Long> images) {

  /** As many streams as images, 1 or more. */
  public RowKeys {
    streams = List.copyOf(streams);
    images = List.copyOf(images);
    if (streams.size() != images.size() || streams.isEmpty()) {
      throw new IllegalArgumentException(
          streams.size() + " streams for " + images.size() + " rows; allowed: as many, 1 or more");
    }
  }

  /** Images {@code first} to {@code first + count - 1} of one stream. */
  public static RowKeys of(Rng stream, long first, int count) {
    List<Rng> streams = new ArrayList<>();
    List<Long> images = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      streams.add(stream);
      images.add(first + row);
    }
    return new RowKeys(streams, images);
  }

  /** These rows, then others. */
  public RowKeys followedBy(RowKeys others) {
    List<Rng> allStreams = new ArrayList<>(streams);
    allStreams.addAll(others.streams);
    List<Long> allImages = new ArrayList<>(images);
    allImages.addAll(others.images);
    return new RowKeys(allStreams, allImages);
  }

  /** How many rows. */
  public int count() {
    return images.size();
  }

  /** Some of the rows. */
  public RowKeys rows(int first, int count) {
    return new RowKeys(streams.subList(first, first + count), images.subList(first, first + count));
  }

  /** The same images in each row's stream of a purpose. */
  public RowKeys stream(String purpose) {
    return new RowKeys(streams.stream().map(each -> each.stream(purpose)).toList(), images);
  }

  /**
   * Standard normal numbers, float32: row k is {@code streams(k).at(images(k)).at(step)}'s.
   *
   * @param rest the shape of a row
   */
  public Tensor normal(long step, long... rest) {
    int size = Math.toIntExact(Tensors.count(rest));
    float[] values = new float[count() * size];
    for (int row = 0; row < count(); row++) {
      streams.get(row).at(images.get(row)).at(step).fillNormal(0, values, row * size, size);
    }
    long[] shape = new long[rest.length + 1];
    shape[0] = count();
    System.arraycopy(rest, 0, shape, 1, rest.length);
    return Tensors.of(values, shape);
  }

  /** The shape of a row, of a batch's shape that has these rows. */
  public long[] rest(long... batch) {
    if (batch[0] != count()) {
      throw new IllegalArgumentException(
          "a batch of " + batch[0] + " rows with the keys of " + count());
    }
    return Arrays.copyOfRange(batch, 1, batch.length);
  }
}
