package io.inkwash.spark;

import io.inkwash.catalog.SpecException;
import io.inkwash.file.FileException;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights;
import io.inkwash.request.DrawingWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Images of a trained run, drawn by the executors of a Spark session.
 *
 * <pre>{@code
 * Dataset<Row> images = SparkGeneration.of(spark, Path.of("mnist")).seed(7).images(0, 100_000);
 * images.write().parquet("digits");
 * }</pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class SparkGeneration {
  private final SparkSession spark;
  private final Path run;
  private DrawingWords words = DrawingWords.usual(0);
  private OptionalLong step = OptionalLong.empty();
  private SavedWeights.Which which = SavedWeights.Which.EMA;
  private Compute compute = Compute.usual();
  private boolean shared;
  private int batch = 64;
  private int shard = 1024;

  private SparkGeneration(SparkSession spark, Path run) {
    this.spark = spark;
    this.run = run;
  }

  /**
   * As the run's recipe has it, with seed 0.
   *
   * @param run a folder of this machine, which is sent to the executors; or the name of a model
   *     that comes with the library
   */
  public static SparkGeneration of(SparkSession spark, Path run) {
    return new SparkGeneration(spark, run);
  }

  /** The run has the same path on every machine, and is not sent. */
  public SparkGeneration shared() {
    shared = true;
    return this;
  }

  /** How the images are requested. */
  public SparkGeneration as(DrawingWords request) {
    words = request;
    return this;
  }

  /** The seed of the noise: image k of a seed is always the same picture. */
  public SparkGeneration seed(long seed) {
    return as(
        new DrawingWords(
                words.solver(),
                words.grid(),
                words.steps(),
                words.threshold(),
                words.guidance(),
                words.classes(),
                seed)
            .withPrompts(words.prompts(), words.negative()));
  }

  /** The checkpoint of a step, in place of the newest. */
  public SparkGeneration step(long value) {
    step = OptionalLong.of(value);
    return this;
  }

  /** Averaged weights, as is usual, or the last step's. */
  public SparkGeneration weights(SavedWeights.Which value) {
    which = value;
    return this;
  }

  /** How executors compute. */
  public SparkGeneration compute(Compute value) {
    compute = value;
    return this;
  }

  /** Images at a time, 64 unless given; the last bits of an image depend on it. */
  public SparkGeneration batch(int images) {
    batch = images;
    return this;
  }

  /** Images that one task draws, a multiple of the batch, 1,024 unless given. */
  public SparkGeneration shard(int images) {
    shard = images;
    return this;
  }

  /**
   * Images {@code first} to {@code first + count - 1} as rows: {@code image} (its number), {@code
   * png} (the file's bytes) and {@code text} (how it was drawn).
   *
   * @throws IllegalArgumentException if shards are no multiple of the batch, or there are no images
   * @throws SpecException if the model cannot draw so
   */
  public Dataset<Row> images(long first, long count) {
    Shard.Plan shards = Shard.Plan.of(first, count, shard, batch);
    return spark
        .range(0, shards.shards(), 1, shards.shards())
        .mapPartitions(
            (MapPartitionsFunction<Long, Row>) new ImageRows(plan(), shards),
            Encoders.row(ImageRows.SCHEMA));
  }

  /**
   * One image for each row, beside what is in the row: columns {@code png} and {@code text}.
   *
   * @param requests with any of the columns {@code seed}, {@code image} (its number among those of
   *     the seed, 0 where there is none), {@code class} and {@code prompt}; other columns stay
   * @throws IllegalArgumentException if there is none of these, or a column of the result
   * @throws SpecException if the model cannot draw so
   */
  public Dataset<Row> images(Dataset<Row> requests) {
    Shard.Plan.of(0, 1, batch, batch);
    return requests.mapPartitions(
        (MapPartitionsFunction<Row, Row>) new RequestRows(plan()),
        Encoders.row(RequestRows.schema(requests.schema())));
  }

  /**
   * Draws images {@code first} to {@code first + count - 1} into files, shard by shard. Where a
   * part of them is there already, drawn in the same way, it goes on with the rest.
   *
   * @param folder of a file system that Hadoop knows
   * @return how many images were drawn now
   * @throws IllegalArgumentException if the folder holds something else
   */
  public long write(ShardFormat format, String folder, long first, long count) {
    Shard.Plan shards = Shard.Plan.of(first, count, shard, batch);
    DrawingPlan plan = plan();
    OutputFolder output = OutputFolder.of(folder, spark.sparkContext().hadoopConfiguration());
    try {
      output.begin(facts(plan, shards, format));
      long drawn =
          spark
              .range(0, shards.shards(), 1, shards.shards())
              .toJavaRDD()
              .map(new ShardTask(plan, shards, format, output))
              .fold(0, Integer::sum);
      output.end();
      return drawn;
    } catch (IOException e) {
      throw new FileException(Path.of(folder), "cannot be written: " + e.getMessage(), e);
    }
  }

  /** What the bytes of all files depend on. */
  private static Map<String, Object> facts(
      DrawingPlan plan, Shard.Plan shards, ShardFormat format) {
    Map<String, Object> facts = plan.facts();
    facts.put("first", shards.first());
    facts.put("count", shards.count());
    facts.put("shard", shards.size());
    facts.put("files", format);
    return facts;
  }

  /** What tasks must know; the run is looked at, and sent where it is to be. */
  DrawingPlan plan() {
    words.check(Run.open(run));
    OpenOptions options = OpenOptions.defaults().withWeights(which);
    if (step.isPresent()) {
      options = options.withStep(step.getAsLong());
    }
    try (DrawingModel model = Run.open(run).model(DrawingModel.class, options)) {
      SavedWeights weights = model.weights();
      RunFiles files =
          shared ? RunFiles.shared(run) : RunFiles.sent(spark.sparkContext(), run, weights);
      DrawingPlan.Source source =
          new DrawingPlan.Source(files, weights.step(), which, weights.hash(), compute);
      return new DrawingPlan(source, SentWords.of(words), batch);
    }
  }

  SparkSession spark() {
    return spark;
  }

  /** The run, as it lies where the job starts. */
  Run run() {
    return Run.open(run);
  }

  Shard.Plan shards(long count) {
    return Shard.Plan.of(0, count, shard, batch);
  }
}
