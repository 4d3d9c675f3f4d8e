package io.inkwash.spark.submit;

import io.inkwash.model.SavedWeights;
import io.inkwash.request.DrawingWords;
import io.inkwash.spark.Compute;
import io.inkwash.spark.SparkGeneration;
import io.inkwash.torch.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
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

  @Option(names = "--solver", paramLabel = "S", description = "Solver. Default: the recipe's.")
  @Nullable String solver;

  @Option(names = "--grid", paramLabel = "G", description = "Grid of times. Default: the recipe's.")
  @Nullable String grid;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Number of steps. Default: the recipe's.")
  @Nullable Integer steps;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "Threshold of estimates. Default: the recipe's.")
  @Nullable String threshold;

  @Option(
      names = "--guidance",
      paramLabel = "G",
      description = "Guidance; a number is the weight of classifier-free. Default: the recipe's.")
  @Nullable String guidance;

  @Option(
      names = "--class",
      paramLabel = "C",
      split = ":",
      description = "Classes, in turn, as 3:5. Default: none requested.")
  List<String> classes = List.of();

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "A prompt; several are taken in turn.")
  List<String> prompts = List.of();

  @Option(
      names = "--negative",
      paramLabel = "TEXT",
      description = "What the guidance leads away from.")
  @Nullable String negative;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the noise. Default: 0.")
  long seed;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images at a time; equal batches give equal bytes. Default: 64.")
  int batch;

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

  /** What draws as the options say. */
  SparkGeneration generation(SparkSession spark) {
    SparkGeneration generation =
        SparkGeneration.of(spark, run)
            .as(words())
            .weights(weights)
            .compute(new Compute(device, precision, threads))
            .batch(batch)
            .shard(shard);
    if (step != null) {
      generation.step(step);
    }
    return shared ? generation.shared() : generation;
  }

  private DrawingWords words() {
    return new DrawingWords(
            Optional.ofNullable(solver),
            Optional.ofNullable(grid),
            Optional.ofNullable(steps),
            Optional.ofNullable(threshold),
            Optional.ofNullable(guidance),
            classes,
            seed)
        .withPrompts(prompts, Optional.ofNullable(negative));
  }

  /** The session that spark-submit has set up; the job stops it. */
  static SparkSession session() {
    return SparkSession.builder().appName("inkwash").getOrCreate();
  }
}
