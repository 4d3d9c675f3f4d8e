package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchStreamTest {

  private static final ImageShape SHAPE = new ImageShape(1, 3, 4);

  private static BatchStream stream(ImageSource source, int batchSize, long seed, long first) {
    return new BatchStream(
        source, batchSize, PixelRange.SYMMETRIC, Augment.HORIZONTAL_FLIP, seed, first);
  }

  private static List<Integer> indices(BatchStream stream, int batches) {
    List<Integer> seen = new ArrayList<>();
    for (int n = 0; n < batches; n++) {
      for (int index : stream.next().indices()) {
        seen.add(index);
      }
    }
    return seen;
  }

  @Test
  void everyEpochVisitsEachImageOnceThoughBatchesStraddleEpochs() {
    try (BatchStream stream = stream(TestFiles.source(10, SHAPE), 4, 7, 0)) {
      List<Integer> seen = indices(stream, 25);
      List<Integer> all = IntStream.range(0, 10).boxed().toList();
      for (int epoch = 0; epoch < 10; epoch++) {
        assertThat(seen.subList(epoch * 10, epoch * 10 + 10))
            .containsExactlyInAnyOrderElementsOf(all);
      }
      assertThat(seen.subList(0, 10)).isNotEqualTo(seen.subList(10, 20));
    }
  }

  @Test
  void aStreamOpenedAtACursorGoesOnExactly() {
    ImageSource source = TestFiles.source(10, SHAPE);
    for (int cursor : new int[] {1, 2, 3, 11, 1000}) {
      try (BatchStream whole = stream(source, 7, 5, 0);
          BatchStream resumed = stream(source, 7, 5, cursor)) {
        for (int n = 0; n < cursor; n++) {
          whole.next();
        }
        for (int n = 0; n < 5; n++) {
          Batch expected = whole.next();
          Batch found = resumed.next();
          assertThat(found.indices()).isEqualTo(expected.indices());
          assertThat(found.labels()).isEqualTo(expected.labels());
          assertThat(found.pixels()).isEqualTo(expected.pixels());
        }
      }
    }
  }

  @Test
  void aCursorFarIntoTrainingIsReachedAtOnce() {
    try (BatchStream stream = stream(TestFiles.source(10, SHAPE), 8, 5, 1L << 55)) {
      assertThat(stream.next().count()).isEqualTo(8);
    }
  }

  @Test
  void seedsDecideTheOrder() {
    ImageSource source = TestFiles.source(50, SHAPE);
    try (BatchStream one = stream(source, 50, 1, 0);
        BatchStream same = stream(source, 50, 1, 0);
        BatchStream other = stream(source, 50, 2, 0)) {
      List<Integer> order = indices(one, 2);
      assertThat(indices(same, 2)).isEqualTo(order);
      assertThat(indices(other, 2)).isNotEqualTo(order);
    }
  }

  @Test
  void permutationsAreUniform() {
    int epochs = 12_000;
    int[][] counts = new int[5][5];
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = EpochOrder.permutation(5, 99, epoch);
      for (int place = 0; place < 5; place++) {
        counts[place][order[place]]++;
      }
    }
    // Each count is binomial with mean 2400, deviation 44; five deviations for 25 counts.
    for (int[] row : counts) {
      for (int count : row) {
        assertThat(count).isBetween(2400 - 220, 2400 + 220);
      }
    }
  }

  @Test
  void batchesHoldTheScaledPixelsAndLabelsOfTheirImages() {
    ImageSource source = TestFiles.source(10, SHAPE);
    try (BatchStream stream = new BatchStream(source, 4, PixelRange.UNIT, Augment.NONE, 3, 0)) {
      Batch batch = stream.next();
      assertThat(batch.shape()).isEqualTo(SHAPE);
      for (int i = 0; i < batch.count(); i++) {
        byte[] pixels = TestFiles.pixels(source, batch.indices()[i]);
        assertThat(batch.labels()[i]).isEqualTo(source.label(batch.indices()[i]));
        for (int k = 0; k < pixels.length; k++) {
          assertThat(batch.pixels()[i * pixels.length + k])
              .isEqualTo(PixelRange.UNIT.toFloat(pixels[k]));
        }
      }
    }
  }

  @Test
  void aSetSmallerThanTheBatchRepeats() {
    try (BatchStream stream = stream(TestFiles.source(3, SHAPE), 7, 3, 0)) {
      int[] indices = stream.next().indices();
      assertThat(indices).hasSize(7);
      assertThat(IntStream.of(indices).limit(3)).containsExactlyInAnyOrder(0, 1, 2);
      assertThat(IntStream.of(indices).skip(3).limit(3)).containsExactlyInAnyOrder(0, 1, 2);
    }
  }

  @Test
  void flipsAboutHalfOfTheImagesAndNothingElse() {
    ImageShape shape = new ImageShape(2, 2, 3);
    ImageSource source =
        StoredImages.unlabeled(
            "one", shape, new byte[][] {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}});
    float[] mirrored = {3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10};
    int flipped = 0;
    try (BatchStream stream =
        new BatchStream(source, 1, PixelRange.UNIT, Augment.HORIZONTAL_FLIP, 1, 0)) {
      for (int n = 0; n < 1000; n++) {
        float[] pixels = stream.next().pixels();
        if (pixels[0] * 255 > 2) {
          flipped++;
          for (int k = 0; k < pixels.length; k++) {
            assertThat(Math.round(pixels[k] * 255)).isEqualTo((int) mirrored[k]);
          }
        } else {
          assertThat(Math.round(pixels[11] * 255)).isEqualTo(12);
        }
      }
    }
    // Binomial with mean 500, deviation 16; five deviations.
    assertThat(flipped).isBetween(420, 580);
  }

  @Test
  void anUnlabeledSourceGivesMinusOne() {
    ImageSource source = StoredImages.unlabeled("one", SHAPE, new byte[][] {new byte[12]});
    try (BatchStream stream = stream(source, 2, 1, 0)) {
      assertThat(stream.next().labels()).containsExactly(-1, -1);
    }
  }

  @Test
  void anErrorOfTheAssemblerReachesTheTraining() {
    Augment broken =
        (image, shape, random) -> {
          throw new IllegalStateException("the lens is dirty");
        };
    try (BatchStream stream =
        new BatchStream(TestFiles.source(4, SHAPE), 2, PixelRange.UNIT, broken, 1, 0)) {
      for (int n = 0; n < 3; n++) {
        assertThatThrownBy(stream::next)
            .isInstanceOf(DataException.class)
            .hasMessageContaining("toy")
            .hasMessageContaining("the lens is dirty");
      }
    }
  }

  @Test
  void closingWakesWhoWaits() throws Exception {
    AtomicBoolean released = new AtomicBoolean();
    Augment stubborn =
        (image, shape, random) -> {
          while (!released.get()) {
            LockSupport.parkNanos(1_000_000); // deaf to interruption
          }
        };
    BatchStream stream =
        new BatchStream(TestFiles.source(4, SHAPE), 2, PixelRange.UNIT, stubborn, 1, 0);
    AtomicReference<Object> outcome = new AtomicReference<>("still waiting");
    Thread waiting =
        new Thread(
            () -> {
              try {
                outcome.set(stream.next());
              } catch (IllegalStateException e) {
                outcome.set(e);
              }
            });
    waiting.setDaemon(true);
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    stream.close();
    stream.close();
    waiting.join(10_000);
    released.set(true);
    assertThat(outcome.get()).isInstanceOf(IllegalStateException.class);
    assertThat(outcome.get()).asString().contains("closed");
    assertThatThrownBy(stream::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingEndsTheThread() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Augment spy = (image, shape, random) -> threads.add(Thread.currentThread());
    BatchStream stream = new BatchStream(TestFiles.source(4, SHAPE), 2, PixelRange.UNIT, spy, 1, 0);
    stream.next();
    stream.close();
    Thread assembler = threads.iterator().next();
    assertThat(assembler.isDaemon()).isTrue();
    assembler.join(10_000);
    assertThat(assembler.isAlive()).isFalse();
  }

  @Test
  void wrongArgumentsAreRefused() {
    ImageSource source = TestFiles.source(4, SHAPE);
    assertThatThrownBy(() -> stream(source, 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch size 0");
    assertThatThrownBy(() -> stream(source, 1 << 30, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch size");
    assertThatThrownBy(() -> stream(source, 1, 1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first batch -1");
  }

  /** Ranks have neighboring rows of each batch, of uneven count where it must be. */
  @Test
  void theRowsOfRanksAreTheBatch() {
    ImageSource source = TestFiles.source(20, SHAPE);
    try (BatchStream whole =
        new BatchStream(source, 7, PixelRange.UNIT, Augment.HORIZONTAL_FLIP, 3, 2)) {
      Batch batch = whole.next();
      int next = 0;
      for (int rank = 0; rank < 3; rank++) {
        BatchRows rows = BatchRows.of(rank, 3, 7);
        assertThat(rows.first()).isEqualTo(next);
        try (BatchStream part =
            new BatchStream(source, rows, PixelRange.UNIT, Augment.HORIZONTAL_FLIP, 3, 2)) {
          Batch own = part.next();
          next += own.count();
          int size = SHAPE.size();
          assertThat(own.indices())
              .containsExactly(Arrays.copyOfRange(batch.indices(), rows.first(), next));
          assertThat(own.pixels())
              .containsExactly(
                  Arrays.copyOfRange(batch.pixels(), size * rows.first(), size * next));
        }
      }
      assertThat(next).isEqualTo(7);
    }
    assertThatThrownBy(() -> BatchRows.of(0, 3, 2))
        .hasMessage(
            "a batch of 2 images for 3 ranks; allowed: an image for each rank or more, or fewer"
                + " ranks");
  }
}
