package io.inkwash.torch.distributed;

import io.inkwash.torch.Grad;
import io.inkwash.torch.Owned;
import io.inkwash.torch.TensorScope;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.AllreduceOptions;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.ReduceOp;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.jspecify.annotations.Nullable;

/**
 * Ranks over Gloo, torch's library of collective operations for processors. Tensors of other
 * devices pass through the processor's memory.
 *
 * <p>Gloo itself waits for {@value #NATIVE_HOURS} hours: what ends a wait earlier is the watch,
 * which knows of ranks that died or hang. An operation that was given up so still waits natively,
 * and its group cannot be released: the process is expected to end.
 */
public final class GlooRanks implements Ranks, AutoCloseable {
  private static final int NATIVE_HOURS = 24;
  private static final long SLICE_MILLIS = 500;

  private final int rank;
  private final int size;
  private final GroupWatch watch;
  private final Owned<Native> natives;
  private @Nullable RuntimeException failure;
  private boolean pending;

  private record Native(
      ProcessGroupGloo group,
      AllreduceOptions sum,
      BroadcastOptions first,
      GradientSum gradients) {}

  private GlooRanks(int rank, int size, GroupWatch watch, KeyValueStore store, String address) {
    this.rank = rank;
    this.size = size;
    this.watch = watch;
    natives = watched(() -> Owned.of(() -> connect(store, address)));
  }

  /** Connects on a thread of its own, since Gloo also waits there for a rank that has died. */
  private Owned<Native> watched(Supplier<Owned<Native>> connect) {
    CompletableFuture<Owned<Native>> connected =
        CompletableFuture.supplyAsync(
            connect,
            task -> {
              Thread thread = new Thread(task, "inkwash-gloo-connect");
              thread.setDaemon(true);
              thread.start();
            });
    while (true) {
      try {
        return connected.get(SLICE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        watch.check();
      } catch (ExecutionException e) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        throw watch.explain(
            cause instanceof RuntimeException failed ? failed : new IllegalStateException(cause));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while connecting to other ranks", e);
      }
    }
  }

  /**
   * Joins the ranks that share a store. Returns when each is connected with each, and throws what
   * the watch throws where one is lost before.
   *
   * @param rank 0 to size - 1
   * @param address by which the others reach this process: an IP address or a host's name
   * @param watch what knows whether they are alive
   */
  public static GlooRanks join(
      int rank, int size, KeyValueStore store, String address, GroupWatch watch) {
    return new GlooRanks(rank, size, watch, store, address);
  }

  private Native connect(KeyValueStore store, String address) {
    ProcessGroupGloo.Options options =
        ProcessGroupGloo.Options.create(new Milliseconds(NATIVE_HOURS * 3_600_000L));
    options.devices(new GlooDeviceVector(ProcessGroupGloo.createDeviceForHostname(address)));
    options.threads(1); // one operation at a time, in the order of the calls
    AllreduceOptions sum = new AllreduceOptions();
    sum.reduceOp(new ReduceOp(ReduceOp.RedOpType.SUM));
    BroadcastOptions first = new BroadcastOptions();
    first.rootRank(0);
    return new Native(
        new ProcessGroupGloo(store.connection("gloo"), rank, size, options),
        sum,
        first,
        new GradientSum());
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void sum(Tensor values) {
    Native own = natives.value();
    collective(values, tensors -> own.group.allreduce(tensors, own.sum));
  }

  @Override
  public void broadcast(Tensor values) {
    Native own = natives.value();
    collective(values, tensors -> own.group.broadcast(tensors, own.first));
  }

  private void collective(Tensor values, Function<TensorVector, Work> start) {
    if (failure != null) {
      throw failure;
    }
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor dense = values.detach().cpu().contiguous();
      pending = true;
      await(start.apply(new TensorVector(dense)));
      if (dense.data_ptr().address() != values.data_ptr().address()) {
        values.copy_(dense);
      }
    }
  }

  /** Waits in slices, so that a lost rank ends the wait. */
  private void await(Work work) {
    while (!ended(work)) {
      watch.check();
    }
    pending = false; // ended well or not
    try {
      work._wait();
    } catch (RuntimeException e) {
      throw watch.explain(e);
    }
  }

  private static boolean ended(Work work) {
    try {
      return work._wait(new Milliseconds(SLICE_MILLIS));
    } catch (RuntimeException timeIsUp) { // or the operation failed; it tells when it is waited for
      return work.isCompleted();
    }
  }

  @Override
  public Tensor differentiableSum(Tensor values) {
    Tensor total = values.detach().clone();
    sum(total);
    if (!values.requires_grad() || !Grad.recording()) {
      return total;
    }
    Tensor result = total.add(values.sub(values.detach())); // the same bits, and a way back
    result.register_hook(natives.value().gradients);
    return result;
  }

  /**
   * The way back of a sum: the gradient of one rank's values is the sum of all ranks' gradients. A
   * Java exception must not cross native frames, so a failure waits for the next operation.
   */
  private final class GradientSum extends TensorTensorHook {
    @Override
    public TensorBase call(TensorBase gradient) {
      Tensor own = new Tensor(gradient);
      try {
        return differentiableSum(own);
      } catch (RuntimeException e) {
        failure = e;
        return own;
      }
    }
  }

  /** Whether every operation has ended, so that this may be closed. */
  public boolean idle() {
    return !pending;
  }

  /** Leaves the ranks. */
  @Override
  public void close() {
    natives.close();
  }
}
