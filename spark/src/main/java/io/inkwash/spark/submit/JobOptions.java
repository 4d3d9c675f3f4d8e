package io.inkwash.spark.submit;

import io.inkwash.cli.options.RequestOptions;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights;
import io.inkwash.spark.Compute;
import io.inkwash.spark.SparkGeneration;
import io.inkwash.torch.Precision;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every job: the run, how its images are drawn, and how executors compute. */
final class JobOptions {

  @Option(
      names = "--run",
      paramLabel = "RUN",
      required = true,
      description = "Folder of the run, which is sent to the executors; or a shipped model's name.")
  Path run;

  @Option(
      names = "--shared",
      description = "The run has this path on every machine: it is not sent.")
  boolean shared;

  @Option(names = "--step", paramLabel = "N", description = "The checkpoint. Default: the newest.")
  @Nullable Long step;

  @Option(
      names = "--weights",
      paramLabel = "WORD",
      defaultValue = "ema",
      description = "ema (averaged) or model (of the last step). Default: ema.")
  SavedWeights.Which weights;

  @Mixin RequestOptions request;

  @Option(
      names = "--shard",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Images of one task, a multiple of --batch. Default: 1024.")
  int shard;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Operator threads of an executor. Default: 1, for one task a core.")
  int threads;

  @Option(
      names = "--precision",
      paramLabel = "WORD",
      defaultValue = "fp32",
      description = "fp32 or bf16. Default: fp32.")
  Precision precision;

  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "auto",
      description =
          "auto, cpu, cuda or mps. auto takes the GPU that Spark gives to a task, else one"
              + " that is there. Default: auto.")
  String device;

  /** Refuses what cannot be, before anything is read. */
  void check() {
    request.check();
    request.check(Run.open(run).recipe());
  }

  /** What draws as the options say. */
  SparkGeneration generation(SparkSession spark) {
    SparkGeneration generation =
        SparkGeneration.of(spark, run)
            .as(request.words())
            .weights(weights)
            .compute(new Compute(device, precision, threads))
            .batch(request.batch())
            .shard(shard);
    if (step != null) {
      generation.step(step);
    }
    return shared ? generation.shared() : generation;
  }

  /** The session that spark-submit has set up; the job stops it. */
  static SparkSession session() {
    return SparkSession.builder().appName("inkwash").getOrCreate();
  }
}
