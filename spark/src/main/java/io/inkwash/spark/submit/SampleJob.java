package io.inkwash.spark.submit;

import io.inkwash.spark.ShardFormat;
import io.inkwash.spark.SparkGeneration;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws images into files. */
@Command(
    name = "sample",
    description = "Draws images into files.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Image k of a seed is the same picture as inkwash sample draws, and the same bytes with its",
      "--batch, --threads and --precision. What is there already is not drawn again.",
      "Example:",
      "  spark-submit --master spark://host:7077 inkwash-spark.jar \\",
      "      sample --run mnist --count 1000000 --format tar --out hdfs://host/digits"
    })
final class SampleJob implements Callable<Integer> {

  /** What the images are written as. */
  enum Format {
    FOLDER,
    TAR,
    PARQUET
  }

  @Spec CommandSpec spec;

  @Mixin JobOptions options;

  @Option(names = "--count", paramLabel = "N", required = true, description = "Images to draw.")
  long count;

  @Option(
      names = "--first",
      paramLabel = "K",
      defaultValue = "0",
      description = "Number of the first image. Default: 0.")
  long first;

  @Option(
      names = "--format",
      paramLabel = "WORD",
      defaultValue = "tar",
      description =
          "tar: a file a shard, in the form of WebDataset; folder: a PNG an image; parquet."
              + " Default: tar.")
  Format format;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Where to, on a file system that all executors reach.")
  String out;

  @Override
  public Integer call() throws IOException {
    options.check();
    try (SparkSession spark = JobOptions.session()) {
      SparkGeneration generation = options.generation(spark);
      PrintWriter err = spec.commandLine().getErr();
      switch (format) {
        case FOLDER -> written(err, generation.write(ShardFormat.FOLDER, out, first, count));
        case TAR -> written(err, generation.write(ShardFormat.TAR, out, first, count));
        case PARQUET -> generation.images(first, count).write().parquet(out);
      }
    }
    spec.commandLine().getOut().println(out);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void written(PrintWriter err, long drawn) {
    if (drawn < count) {
      err.println(count - drawn + " of " + count + " pictures were there already");
      err.flush();
    }
  }
}
