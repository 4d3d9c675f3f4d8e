package io.inkwash.studio.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.model.OpenOptions;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.RunFolder;
import io.inkwash.torch.ComputeDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue before the device: its bound, its order, what is done together, how it ends. */
class DeviceThreadTest {
  @TempDir Path runs;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<List<String>> done = Collections.synchronizedList(new ArrayList<>());
  private DeviceThread device;

  @BeforeEach
  void start() {
    device = new DeviceThread(models(), 1);
  }

  private Models models() {
    return new Models(
        new RunFolder(runs),
        Optional.empty(),
        OpenOptions.defaults().withDevice(ComputeDevice.CPU));
  }

  @AfterEach
  void stop() {
    gate.countDown();
    device.close();
  }

  /** A task that waits for the gate and then notes with whom it was done. */
  private final class Noted implements Task {
    private final Job job = new Job("draw", Map.of(), false);
    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public Job job() {
      return job;
    }

    @Override
    public boolean joins(Task other) {
      return name.charAt(0) == ((Noted) other).name.charAt(0);
    }

    @Override
    public void run(List<Task> together, Models models) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      done.add(together.stream().map(task -> ((Noted) task).name).toList());
      together.forEach(task -> task.job().done());
    }

    @Override
    public int left() {
      return 1;
    }
  }

  private Noted submitted(String name) {
    Noted task = new Noted(name);
    device.submit(task);
    return task;
  }

  @Test
  void tasksThatJoinAreDoneTogetherAndTheOthersInTheirOrder() throws Exception {
    submitted("first");
    while (device.length() > 0) {
      Thread.sleep(1); // until the first is at the gate
    }
    submitted("a1");
    submitted("b1");
    Noted cancelled = submitted("a2");
    submitted("a3");
    Noted last = submitted("b2");
    assertThat(device.position(last.job())).isEqualTo(4);
    cancelled.job().cancel();
    gate.countDown();
    assertThat(last.job().await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(done).containsExactly(List.of("first"), List.of("a1", "a3"), List.of("b1", "b2"));
    assertThat(cancelled.job().state()).isEqualTo(Job.State.CANCELLED);
  }

  /** Without the pause the third would be alone in its batch. */
  @Test
  void aBatchWaitsForTheClientsOfTheOneBefore() throws Exception {
    device.close();
    device = new DeviceThread(models(), 1, new Refill(64, 1e9, 60));
    Noted first = submitted("a1");
    while (device.length() > 0) {
      Thread.sleep(1);
    }
    submitted("a2");
    submitted("b1"); // of another kind, which nobody waits for
    gate.countDown();
    assertThat(first.job().await(10, TimeUnit.SECONDS)).isTrue();
    Thread.sleep(100); // a client that thinks
    Noted back = submitted("a3");
    assertThat(back.job().await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(done.subList(0, 2)).containsExactly(List.of("a1"), List.of("a2", "a3"));
  }

  @Test
  void thePauseIsAShareOfTheTimeOfTheBatchBefore() {
    Refill refill = new Refill(64, 0.05, 0.05);
    Noted kind = new Noted("a");
    Noted other = new Noted("b");
    assertThat(refill.left(kind, 1, 0)).isZero(); // nothing was drawn
    refill.ended(kind, 40, 0.6, 1_000);
    assertThat(refill.left(kind, 39, 1_000)).isEqualTo(30_000_000);
    assertThat(refill.left(kind, 39, 10_001_000)).isEqualTo(20_000_000);
    assertThat(refill.left(kind, 39, 40_000_000)).isZero(); // time is up
    assertThat(refill.left(kind, 40, 1_000)).isZero(); // all are there
    assertThat(refill.left(other, 1, 1_000)).isZero(); // of another kind
    refill.ended(kind, 100, 60, 0);
    assertThat(refill.left(kind, 63, 0)).isEqualTo(50_000_000); // the longest
    assertThat(refill.left(kind, 64, 0)).isZero(); // no batch has more
  }

  @Test
  void aFullQueueIsRefusedWithATime() throws Exception {
    submitted("first");
    while (device.length() > 0) {
      Thread.sleep(1);
    }
    for (int k = 0; k < DeviceThread.CAPACITY; k++) {
      submitted("x");
    }
    assertThatThrownBy(() -> submitted("x"))
        .isInstanceOfSatisfying(
            RequestException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(429);
              assertThat(refused.retryAfter().orElse(0)).isBetween(1, 600);
            });
  }

  @Test
  void afterTheEndNothingIsTakenAndWhatWaitsIsCancelled() throws Exception {
    submitted("first");
    while (device.length() > 0) {
      Thread.sleep(1);
    }
    Noted waits = submitted("second");
    Thread end = new Thread(device::close);
    end.start();
    assertThat(waits.job().await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(waits.job().state()).isEqualTo(Job.State.CANCELLED);
    gate.countDown();
    end.join(10_000);
    assertThat(end.isAlive()).isFalse();
    assertThatThrownBy(() -> submitted("third")).hasMessageContaining("the studio stops");
  }
}
