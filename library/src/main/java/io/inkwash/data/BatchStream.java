package io.inkwash.data;

import static io.inkwash.format.Text.format;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
  private final int batchSize;
  private final Augment augment;
  private final long seed;
  private final EpochOrder order;
  private final byte[] image;
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

  /**
   * Opens a stream and begins to assemble.
   *
   * @param batchSize images a batch, at least 1
   * @param range what the bytes are scaled to
   * @param seed decides the order and the augmentation
   * @param firstBatch the number of batches already consumed, 0 for a new training
   */
  public BatchStream(
      ImageSource source,
      int batchSize,
      PixelRange range,
      Augment augment,
      long seed,
      long firstBatch) {
    if (batchSize < 1 || (long) batchSize * source.shape().size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          format(
              "batch size %s: must be 1 to %s for images of %s",
              batchSize, (Integer.MAX_VALUE - 8) / source.shape().size(), source.shape()));
    }
    if (firstBatch < 0) {
      throw new IllegalArgumentException("first batch " + firstBatch + ": must be 0 or more");
    }
    this.source = source;
    this.batchSize = batchSize;
    this.augment = augment;
    this.seed = seed;
    this.order = new EpochOrder(source.count(), seed);
    this.image = new byte[source.shape().size()];
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
    int size = image.length;
    float[] pixels = new float[batchSize * size];
    int[] labels = new int[batchSize];
    int[] indices = new int[batchSize];
    List<String> captions = new ArrayList<>(batchSize);
    for (int i = 0; i < batchSize; i++) {
      long position = Math.addExact(Math.multiplyExact(number, (long) batchSize), i);
      int index = order.at(position);
      source.read(index, image, 0);
      augment.apply(image, source.shape(), Seeds.stream(seed, "augment", position));
      for (int k = 0; k < size; k++) {
        pixels[i * size + k] = scaled[image[k] & 0xff];
      }
      labels[i] = source.label(index);
      captions.add(source.caption(index));
      indices[i] = index;
    }
    return new Batch(pixels, labels, captions, indices, source.shape(), batchSize);
  }
}
