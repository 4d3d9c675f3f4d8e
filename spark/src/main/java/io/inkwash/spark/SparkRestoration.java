package io.inkwash.spark;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.file.FileException;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.Capability;
import io.inkwash.model.Priors;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.request.RestorationWords;
import io.inkwash.restore.Restoration;
import io.inkwash.torch.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Pictures that the executors of a Spark session restore with a trained run.
 *
 * <pre>{@code
 * Dataset<Row> halves = spark.read().format("binaryFile").load("halves");
 * RestorationWords words = RestorationWords.of("half(missing=right)").by("ddnm");
 * new SparkRestoration(SparkGeneration.of(spark, Path.of("mnist")), words).images(halves);
 * }</pre>
 */
public final class SparkRestoration {
  private static final double ANY_NOISE = 0.1; // to check what takes inputs with noise

  private final SparkGeneration generation;
  private final RestorationWords words;

  /**
   * A restoration.
   *
   * @param generation the run, how it draws, the seed, and the size of batches and shards
   */
  public SparkRestoration(SparkGeneration generation, RestorationWords words) {
    this.generation = generation;
    this.words = words;
  }

  /**
   * Rows with pictures, and what they are restored to: columns {@code png} and {@code text}.
   *
   * @param given with the bytes of a PNG, JPEG, WebP or TIFF file in {@code content}, as Spark's
   *     {@code binaryFile} has them; its {@code path}, and the number of the {@code image}, 0 where
   *     there is none, which random numbers depend on; other columns stay
   * @throws IllegalArgumentException if there is no such column, or one of the result
   * @throws SpecException if the model cannot restore so
   */
  public Dataset<Row> images(Dataset<Row> given) {
    return given.mapPartitions(
        (MapPartitionsFunction<Row, Row>) new RestoredRows(plan()),
        Encoders.row(RestoredRows.schema(given.schema())));
  }

  /**
   * Restores the pictures of a folder, numbered in the order of their names, into a folder of PNG
   * files. Where a part of them is there already, restored in the same way, it goes on with the
   * rest.
   *
   * @param from of a file system that Hadoop knows
   * @param to another
   * @return how many pictures were restored now
   * @throws IllegalArgumentException if the one holds no pictures, or the other something else
   * @throws SpecException if the model cannot restore so
   */
  public long write(String from, String to) {
    RestoringPlan plan = plan();
    var hadoop = generation.spark().sparkContext().hadoopConfiguration();
    PictureFolder pictures = PictureFolder.of(from, hadoop);
    OutputFolder output = OutputFolder.of(to, hadoop);
    try {
      List<String> names = pictures.names();
      requireNamesOfTheirOwn(names);
      String about = names.size() == 1 ? "1 file" : names.size() + " files";
      output.begin(facts(plan, about));
      List<RestoreTask.Files> shards =
          RestoreTask.Files.of(names, Math.toIntExact(generation.shards(names.size()).size()));
      long restored =
          JavaSparkContext.fromSparkContext(generation.spark().sparkContext())
              .parallelize(shards, shards.size())
              .map(new RestoreTask(plan, pictures, about, output))
              .fold(0, Integer::sum);
      output.end();
      return restored;
    } catch (IOException e) {
      throw new FileException(Path.of(to), "cannot be written: " + e.getMessage(), e);
    }
  }

  private static void requireNamesOfTheirOwn(List<String> names) {
    Map<String, String> taken = new HashMap<>();
    for (String name : names) {
      String other = taken.put(RestoreTask.png(name), name);
      if (other != null) {
        throw new SpecException(
            format("%s and %s would have the same result; rename one", other, name));
      }
    }
  }

  /** What the bytes of all files depend on, beside the pictures. */
  private static Map<String, Object> facts(RestoringPlan plan, String about) {
    Map<String, Object> facts = new LinkedHashMap<>(plan.drawing().facts());
    facts.put("degradation", plan.degradation());
    facts.put("method", plan.method());
    facts.put("noise", Double.toString(plan.noise()));
    facts.put("estimate", plan.estimate());
    facts.put("images", about);
    return facts;
  }

  /** What tasks must know; what cannot be restored so is refused here. */
  private RestoringPlan plan() {
    DrawingPlan drawing = generation.plan();
    DiffusionRecipe recipe =
        (DiffusionRecipe) generation.run().require(Capability.DENOISES, "restore").recipe();
    GenerateOptions requested = drawing.words().options(recipe);
    try (TensorScope scope = TensorScope.open()) {
      Restoration restoration =
          Restoration.of(
              Priors.unread(recipe, requested),
              words.happened(),
              words.noise().orElse(words.estimated() ? ANY_NOISE : 0),
              requested.seed());
      Spec method = words.method().orElseGet(restoration::usualMethod);
      restoration.check(method);
      return RestoringPlan.of(drawing, words, method);
    }
  }
}
