package io.inkwash.spark.submit;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.Usage;
import io.inkwash.request.RestorationWords;
import io.inkwash.restore.NoiseEstimate;
import io.inkwash.spark.SparkRestoration;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores the pictures of a folder. */
@Command(
    name = "restore",
    description = "Restores the pictures of a folder.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Picture k of the folder, in the order of names, is the same file as inkwash restore undo makes",
      "of it, with its --batch, --threads and --precision. What is there already is left as it is.",
      "Example:",
      "  spark-submit --master spark://host:7077 inkwash-spark.jar restore --run mnist \\",
      "      --degradation 'half(missing=right)' --method ddnm hdfs://host/halves --out hdfs://host/whole"
    })
final class RestoreJob implements Callable<Integer> {
  @CommandLine.Spec CommandSpec spec;

  @Parameters(
      paramLabel = "FOLDER",
      description = "PNG, JPEG, WebP or TIFF files, on a file system that all executors reach.")
  String folder;

  @Option(
      names = "--degradation",
      paramLabel = "D",
      required = true,
      description =
          "What happened to the pictures beside noise, such as half(missing=right), or none.")
  String degradation;

  @Option(
      names = "--noise",
      paramLabel = "SIGMA",
      description =
          "Standard deviation of the noise in them, where black is -1 and white is 1. Default: 0;"
              + " for degradation none, an estimate from each.")
  @Nullable Double noise;

  @Option(
      names = "--noise-estimate",
      paramLabel = "WORD",
      defaultValue = "donoho",
      description = "How noise is estimated: donoho or immerkaer. Default: donoho.")
  NoiseEstimate estimate;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = "How to restore. Default: as inkwash restore chooses.")
  @Nullable String method;

  @Mixin JobOptions options;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Where to, on a file system that all executors reach.")
  String out;

  @Override
  public Integer call() throws IOException {
    options.check();
    RestorationWords words =
        Usage.meaning(
            spec,
            () ->
                new RestorationWords(
                    Spec.parse(degradation),
                    Optional.ofNullable(method).map(Spec::parse),
                    noise == null ? OptionalDouble.empty() : OptionalDouble.of(noise),
                    estimate));
    try (SparkSession spark = JobOptions.session()) {
      long restored = new SparkRestoration(options.generation(spark), words).write(folder, out);
      spec.commandLine().getErr().println(restored + " pictures were restored now");
    }
    spec.commandLine().getOut().println(out);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
