package io.inkwash.data.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DecodingBudgetTest {
  private static final long MIB = 1 << 20;

  /** Sixteen threads together never have more than there is, and all of them get on. */
  @Test
  void threadsShareTheBudget() throws InterruptedException {
    DecodingBudget budget = new DecodingBudget(100 * MIB);
    AtomicLong taken = new AtomicLong();
    AtomicLong most = new AtomicLong();
    AtomicLong done = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      SplittableRandom random = new SplittableRandom(t);
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 50; i++) {
                  long bytes = random.nextLong(1, 99 * MIB);
                  try (DecodingBudget.Share share = budget.take("it", bytes)) {
                    most.accumulateAndGet(taken.addAndGet(bytes), Math::max);
                    Thread.onSpinWait();
                    taken.addAndGet(-bytes);
                  }
                  done.incrementAndGet();
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(done).hasValue(16 * 50);
    assertThat(most.get()).isBetween(50 * MIB, 100 * MIB);
  }

  @Test
  void whatCouldNeverFitIsRefusedAndNotWaitedFor() {
    DecodingBudget budget = new DecodingBudget(100 * MIB);
    assertThatThrownBy(() -> budget.take("a.png", 100 * MIB))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "a.png: takes 101 MiB to decode, and Java has 100 MiB for that:"
                + " scale it down or give Java more memory");
    assertThatThrownBy(() -> budget.take("a.png", Long.MAX_VALUE / 2))
        .isInstanceOf(DataException.class);
  }
}
