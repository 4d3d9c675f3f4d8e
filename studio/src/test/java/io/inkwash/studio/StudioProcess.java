package io.inkwash.studio;

import io.inkwash.torch.ComputeDevice;
import java.nio.file.Path;

/** A studio in a process of its own, which a test can kill. It prints its address. */
final class StudioProcess {
  private StudioProcess() {}

  /** Starts a studio of runs and models on a free port and waits to be killed. */
  public static void main(String[] arguments) throws InterruptedException {
    StudioOptions options =
        StudioOptions.of(Path.of(arguments[0]))
            .withModels(Path.of(arguments[1]))
            .withPort(0)
            .withDevice(ComputeDevice.CPU);
    try (Studio studio = Studio.open(options)) {
      System.out.println(studio.address());
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
