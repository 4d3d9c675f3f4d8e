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

  private final Examples examples;
  private final BatchRows rows;
  private final long seed;
  private final EpochOrder order;
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

  /** A stream of pixels; see {@link #BatchStream(Examples, BatchRows, long, long)}. */
  public BatchStream(
      ImageSource source,
      BatchRows rows,
      PixelRange range,
      Augment augment,
      long seed,
      long firstBatch) {
    this(Examples.pixels(source, range, augment), rows, seed, firstBatch);
  }

  /**
   * Opens a stream and begins to assemble.
   *
   * @param rows which rows of each batch are wanted; the others are not read
   * @param seed decides the order and all chance
   * @param firstBatch the number of batches already consumed, 0 for a new training
   */
  public BatchStream(Examples examples, BatchRows rows, long seed, long firstBatch) {
    if (firstBatch < 0) {
      throw new IllegalArgumentException("first batch " + firstBatch + ": must be 0 or more");
    }
    this.examples = examples;
    this.rows = rows;
    this.seed = seed;
    this.order = new EpochOrder(examples.source().count(), seed);
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
        examples.source().name() + ": a batch could not be assembled: " + failure, failure);
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
    long[] positions = new long[count];
    int[] labels = new int[count];
    List<String> captions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      positions[i] =
          Math.addExact(Math.multiplyExact(number, (long) rows.total()), rows.first() + i);
      indices[i] = order.at(positions[i]);
      labels[i] = examples.source().label(indices[i]);
      captions.add(examples.source().caption(indices[i]));
    }
    float[] numbers = examples.read(indices, seed, positions);
    return new Batch(numbers, labels, captions, indices, examples.shape(), rows);
  }
}
