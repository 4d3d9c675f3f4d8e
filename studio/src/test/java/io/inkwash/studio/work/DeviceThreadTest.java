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
    device =
        new DeviceThread(
            new Models(
                new RunFolder(runs),
                Optional.empty(),
                OpenOptions.defaults().withDevice(ComputeDevice.CPU)),
            1);
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
