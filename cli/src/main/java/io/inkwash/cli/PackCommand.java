package io.inkwash.cli;

import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.Usage;
import io.inkwash.model.Run;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Packs a trained model into one file. */
@Command(
    name = "pack",
    description = "Packs a trained model into one file, as the models that come with the tool are.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The file is safetensors: the averaged weights in half precision, and in its metadata the",
      "recipe and the provenance.",
      "Example:",
      "  inkwash pack --run runs/mnist --out mnist.safetensors"
    })
final class PackCommand implements Callable<Integer> {
  private static final String ENDING = ".safetensors";

  @Spec CommandSpec spec;

  @Option(names = "--run", paramLabel = "RUN", required = true, description = "The run's folder.")
  Path run;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
  Path out;

  @Override
  public Integer call() {
    if (!out.toString().endsWith(ENDING)) {
      throw Usage.wrong(spec, "--out is " + out + "; allowed: a name that ends in " + ENDING);
    }
    Places.requireFile(out);
    Run.open(run).pack(out);
    spec.commandLine().getOut().println(out);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
