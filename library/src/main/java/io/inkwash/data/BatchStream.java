package io.inkwash.data;

import static io.inkwash.format.Text.format;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An endless stream of shuffled batches, assembled by one daemon thread a few batches ahead of
 * training.
 *
 * <p>Batch n, counted from the start of training, is a function of (source, batch size, augment,
 * seed, n) alone. A training that stops after n batches goes on with {@code firstBatch = n} and
 * sees what it would have seen.
 *
 * <p>Every epoch visits each image once, in an order of its own. Batches run on over the border:
 * the last of one epoch is filled up from the next, so all batches are full and no image is
 * dropped. A batch larger than the set holds images more than once.
 *
 * <p>One thread may call {@link #next()}; {@link #close()} may come from any.
 */
public final class BatchStream implements AutoCloseable {

  private static final int AHEAD = 3;

  private final ImageSource source;
  private final BatchRows rows;
  private final Augment augment;
  private final long seed;
  private final EpochOrder order;
  private final float[] scaled = new float[256];
  private final BlockingQueue<Assembled> ready = new ArrayBlockingQueue<>(AHEAD);
  private final Thread assembler;
  private @Nullable Throwable failure;
  private volatile boolean closed;

  /** What the queue carries: a batch, the error that ended the work, or the news of the close. */
  private sealed interface Assembled {
    record Ready(Batch batch) implements Assembled {}

    record Failed(Throwable cause) implements Assembled {}

    record Closed() implements Assembled {}
  }

  /** A stream of whole batches; see the other constructor. */
  public BatchStream(
      ImageSource source,
      int batchSize,
      PixelRange range,
      Augment augment,
      long seed,
      long firstBatch) {
    this(source, checked(batchSize, source), range, augment, seed, firstBatch);
  }

  private static BatchRows checked(int batchSize, ImageSource source) {
    int most = (Integer.MAX_VALUE - 8) / source.shape().size();
    if (batchSize < 1 || batchSize > most) {
      throw new IllegalArgumentException(
          format(
              "batch size %s: must be 1 to %s for images of %s", batchSize, most, source.shape()));
    }
    return BatchRows.all(batchSize);
  }

  /**
   * Opens a stream and begins to assemble.
   *
   * @param rows which rows of each batch are wanted; the others are not read
   * @param range what the bytes are scaled to
   * @param seed decides the order and the augmentation
   * @param firstBatch the number of batches already consumed, 0 for a new training
   */
  public BatchStream(
      ImageSource source,
      BatchRows rows,
      PixelRange range,
      Augment augment,
      long seed,
      long firstBatch) {
    if (firstBatch < 0) {
      throw new IllegalArgumentException("first batch " + firstBatch + ": must be 0 or more");
    }
    this.source = source;
    this.rows = rows;
    this.augment = augment;
    this.seed = seed;
    this.order = new EpochOrder(source.count(), seed);
    for (int value = 0; value < scaled.length; value++) {
      scaled[value] = range.toFloat((byte) value);
    }
    this.assembler = new Thread(() -> assemble(firstBatch), "inkwash-batches");
    assembler.setDaemon(true);
    assembler.start();
  }

  /**
   * The next batch; waits for it if need be.
   *
   * @throws DataException if a batch could not be assembled; every later call throws the same
   * @throws IllegalStateException if the stream is closed, or the thread is interrupted
   */
  public Batch next() {
    if (failure == null && !closed) {
      Assembled next = take();
      if (next instanceof Assembled.Ready done) {
        return done.batch();
      }
      if (next instanceof Assembled.Failed failed) {
        failure = failed.cause();
      }
    }
    if (closed || failure == null) {
      throw new IllegalStateException("the batch stream is closed");
    }
    throw new DataException(
        source.name() + ": a batch could not be assembled: " + failure, failure);
  }

  /** Stops the assembler. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    assembler.interrupt();
    ready.clear();
    ready.offer(new Assembled.Closed()); // wakes a waiting next(); there is room, it was cleared
  }

  private Assembled take() {
    try {
      return ready.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
  }

  private void assemble(long firstBatch) {
    try {
      for (long number = firstBatch; !closed; number++) {
        ready.put(new Assembled.Ready(batch(number)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (Throwable e) { // also OutOfMemoryError: the training must fail, not hang
      hand(e);
    }
  }

  private void hand(Throwable e) {
    try {
      ready.put(new Assembled.Failed(e));
    } catch (InterruptedException closedMeanwhile) {
      Thread.currentThread().interrupt();
    }
  }

  private Batch batch(long number) {
    int count = rows.count();
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = order.at(position(number, i));
    }
    byte[] images = images(indices);
    int size = source.shape().size();
    byte[] image = new byte[size];
    float[] pixels = new float[images.length];
    int[] labels = new int[count];
    List<String> captions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      System.arraycopy(images, i * size, image, 0, size);
      augment.apply(image, source.shape(), Seeds.stream(seed, "augment", position(number, i)));
      for (int k = 0; k < size; k++) {
        pixels[i * size + k] = scaled[image[k] & 0xff];
      }
      labels[i] = source.label(indices[i]);
      captions.add(source.caption(indices[i]));
    }
    return new Batch(pixels, labels, captions, indices, source.shape(), rows);
  }

  /** Where a row of a batch stands, counted from the start of training. */
  private long position(long number, int row) {
    return Math.addExact(Math.multiplyExact(number, (long) rows.total()), rows.first() + row);
  }

  /** The bytes of some images; those that stay in files are read by several threads. */
  private byte[] images(int[] indices) {
    int size = source.shape().size();
    byte[] images = new byte[Math.multiplyExact(indices.length, size)];
    IntStream all = IntStream.range(0, indices.length);
    (source.streamed() ? all.parallel() : all)
        .forEach(i -> source.read(indices[i], images, i * size));
    return images;
  }
}
