package io.inkwash.spark;

import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/**
 * How executors compute.
 *
 * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code mps}; {@code auto} takes the GPU
 *     that Spark gave to the task, else one that is there
 * @param precision the arithmetic of networks
 * @param threads of libtorch's operators in one executor; sums, and with them the last digits of
 *     images, depend on it
 */
public record Compute(String device, Precision precision, int threads) implements Serializable {

  /** Refuses a number of threads below 1. */
  public Compute {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; allowed: 1 or more");
    }
  }

  /** In float32, by one thread a task, on a GPU where Spark gives one. */
  public static Compute usual() {
    return new Compute("auto", Precision.FP32, 1);
  }

  /** Sets up libtorch in this process, and gives the device of the task that calls. */
  ComputeDevice start() {
    synchronized (Compute.class) {
      if (Torch.threads() != threads || Torch.blasThreads() != 1) {
        Torch.init(threads);
      }
    }
    TaskContext task = TaskContext.get();
    ResourceInformation gpus = gpus(task);
    boolean any = device.equals("auto") || device.equals("cuda");
    return ComputeDevice.parse(
        any && gpus != null && gpus.addresses().length > 0
            ? "cuda:" + gpus.addresses()[0]
            : device);
  }

  private static @Nullable ResourceInformation gpus(@Nullable TaskContext task) {
    return task == null ? null : task.resourcesJMap().get("gpu");
  }
}
