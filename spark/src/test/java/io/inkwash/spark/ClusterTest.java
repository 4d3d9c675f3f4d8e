package io.inkwash.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.Finding;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.evaluate.SampleSource;
import io.inkwash.evaluate.Subject;
import io.inkwash.metric.FeatureCache;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.SavedWeights;
import io.inkwash.model.ShippedModels;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Metadata;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.DrawingWords;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own, one of which is killed, beside one machine. */
class ClusterTest {
  private static final Path MNIST = Path.of("mnist");
  private static final int COUNT = 200; // the last batch and the last shard are not full
  private static final int BATCH = 16;
  private static final int SHARD = 32;
  private static final DrawingWords WORDS =
      new DrawingWords(
          Optional.empty(),
          Optional.empty(),
          Optional.of(2),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          11);

  @TempDir static Path folder;

  private static LocalCluster cluster;
  private static SparkSession spark;
  private static DrawingModel model;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Torch.init(1);
    cluster = new LocalCluster(folder, 2);
    spark =
        SparkSession.builder()
            .master(cluster.address())
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
            .config("spark.executor.memory", "512m")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    model = Model.open(MNIST);
  }

  @AfterAll
  static void stop() {
    model.close();
    spark.stop();
    cluster.close();
  }

  /** The folder of the model is sent to the executors. */
  private static SparkGeneration generation() {
    return SparkGeneration.of(spark, ShippedModels.folder(MNIST))
        .as(WORDS)
        .batch(BATCH)
        .shard(SHARD);
  }

  /** Kills the executor whose task ends first. */
  private static final class Killer extends SparkListener {
    private final AtomicReference<ProcessHandle> killed = new AtomicReference<>();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (killed.get() == null) {
        ProcessHandle executor = cluster.executors().get(0);
        executor.destroyForcibly();
        killed.set(executor);
      }
    }
  }

  @Test
  void anExecutorThatIsKilledChangesNoByte(@TempDir Path out) throws IOException {
    Killer killer = new Killer();
    spark.sparkContext().addSparkListener(killer);
    generation().write(ShardFormat.FOLDER, out.toString(), 0, COUNT);
    spark.sparkContext().removeSparkListener(killer);
    assertThat(killer.killed.get()).isNotNull();
    assertThat(killer.killed.get().isAlive()).isFalse();
    Map<String, String> text =
        DrawingWords.text(model, SavedWeights.Which.EMA, WORDS.options(model.recipe()));
    List<Picture> pictures = new ArrayList<>();
    model
        .drawing(WORDS.options(model.recipe()))
        .draw(0, COUNT, BATCH, StepProgress.NONE, pictures::addAll);
    for (int i = 0; i < COUNT; i++) {
      text.put("inkwash:image", Integer.toString(i));
      assertThat(Files.readAllBytes(out.resolve(ShardFormat.pngName(i))))
          .isEqualTo(ImageIo.png(pictures.get(i), new Metadata(text)));
    }
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).hasSize(COUNT + 2); // what they were drawn by, and that they are all
    }
  }

  @Test
  void metricsOfPartsAreThoseOfOneMachine() {
    SampleSource local =
        Subject.of(model, WORDS.options(model.recipe()), BATCH).samples().orElseThrow();
    List<Finding> wanted = findings(local);
    List<Finding> found = findings(new SparkSamples(generation(), "digits-lenet"));
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(found.get(i).value())
          .as(wanted.get(i).name())
          .isCloseTo(wanted.get(i).value(), within(1e-9 * Math.abs(wanted.get(i).value())));
    }
  }

  private static List<Finding> findings(SampleSource samples) {
    ImageSource digits =
        DataSets.open("digits", Split.TRAIN, DataOptions.defaults().withLimit(500));
    Subject subject =
        new Subject("diffusion", model.data(), Optional.of(samples), Optional.empty(), BATCH);
    try (ReferenceSet reference =
        new ReferenceSet(
            new ReferenceSet.Images(digits, Optional.empty()),
            new ReferenceSet.Extent(COUNT, 1, 3),
            Catalog.FEATURES.make(Spec.parse("digits-lenet")).open(digits.shape()),
            FeatureCache.none(),
            (task, done, of) -> {})) {
      List<String> metrics =
          List.of(
              "fid",
              "kid",
              "precision-recall",
              "density-coverage",
              "inception-score",
              "memorization",
              "class-histogram");
      return new Evaluation(subject, reference, metrics, (task, done, of) -> {})
          .findings()
          .numbers();
    }
  }
}
