package io.inkwash.cli;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.studio.Studio;
import io.inkwash.studio.StudioOptions;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the page and the API until it is signaled to stop. */
@Command(
    name = "studio",
    description = "Serves a page to train, draw, repair and learn in a browser, and an API.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Speaks REST at /api/v1, OpenAI's images API at /v1 and AUTOMATIC1111's at /sdapi/v1.",
      "Examples:",
      "  inkwash studio --open",
      "  inkwash studio --models stable-diffusion",
      "  inkwash studio --host 0.0.0.0 --token $(openssl rand -hex 16)"
    })
final class StudioCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      defaultValue = "runs",
      description = "The folder that holds runs; new ones begin there. Default: runs.")
  Path runs;

  @Option(
      names = "--models",
      paramLabel = "FOLDER",
      description =
          "A folder of Stable Diffusion models, as folders of diffusers or single files, to draw"
              + " from too.")
  @Nullable Path models;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "7860",
      description = "The port; 0 takes a free one. Default: 7860.")
  int port;

  @Option(
      names = "--host",
      paramLabel = "H",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on; one that others can reach needs --token. Default:"
              + " 127.0.0.1.")
  String host;

  @Option(
      names = "--token",
      paramLabel = "T",
      description = "What clients must bring, 16 characters or more. Default: none is needed.")
  @Nullable String token;

  @Option(names = "--open", description = "Open the page in the browser.")
  boolean open;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    compute.check();
    requireAllowed();
    ComputeOptions.Setup setup = compute.start();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (StopSignal stop = new StopSignal();
        Studio studio = Studio.open(options(setup.device(), setup.precision()))) {
      setup.announce(err);
      out.println(studio.address());
      out.flush();
      if (open) {
        show(studio.address(), err);
      }
      stop.await();
      return 0;
    }
  }

  /** Refuses what cannot be, before libtorch is loaded. */
  private void requireAllowed() {
    Usage.meaning(spec, () -> options(ComputeDevice.CPU, Precision.FP32));
  }

  private StudioOptions options(ComputeDevice device, Precision precision) {
    return new StudioOptions(
        runs,
        Optional.ofNullable(models),
        host,
        port,
        Optional.ofNullable(token),
        device,
        precision);
  }

  /** Opens an address by the system's own command for that. */
  private static void show(URI address, PrintWriter err) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    List<String> command =
        system.contains("win")
            ? List.of("rundll32", "url.dll,FileProtocolHandler", address.toString())
            : List.of(system.contains("mac") ? "open" : "xdg-open", address.toString());
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      err.println("no browser can be opened from here; open the address by hand");
    }
  }
}
