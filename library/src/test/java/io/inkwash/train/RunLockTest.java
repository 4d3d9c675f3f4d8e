package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

  /** As a server does that is requested to show one run by many. */
  @Test
  void manyThreadsMayLookAtARun(@TempDir Path run) throws InterruptedException, ExecutionException {
    RunLock.of(run).close();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> looks = new ArrayList<>();
      for (int k = 0; k < 400; k++) {
        looks.add(threads.submit(() -> RunLock.isTaken(run)));
      }
      for (Future<Boolean> look : looks) {
        assertThat(look.get()).isFalse();
      }
    } finally {
      threads.shutdown();
    }
    try (RunLock lock = RunLock.of(run)) {
      assertThat(RunLock.isTaken(run)).isTrue();
    }
    assertThat(RunLock.isTaken(run)).isFalse();
  }
}
