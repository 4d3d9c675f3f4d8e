package io.inkwash.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.SavedWeights;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Metadata;
import io.inkwash.picture.Picture;
import io.inkwash.request.DrawingWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of the shipped model in one process, beside those that the library draws. */
class LocalSparkTest {
  private static final Path MNIST = Path.of("mnist");
  private static final int BATCH = 8;
  private static final int SHARD = 16;

  private static SparkSession spark;
  private static DrawingModel model;

  @BeforeAll
  static void start() {
    spark = LocalSession.open();
    model = Model.open(MNIST);
  }

  @AfterAll
  static void stop() {
    model.close();
    spark.stop();
  }

  private static DrawingWords words(String... classes) {
    return new DrawingWords(
        Optional.empty(),
        Optional.empty(),
        Optional.of(2),
        Optional.empty(),
        Optional.empty(),
        List.of(classes),
        7);
  }

  private static SparkGeneration generation() {
    return SparkGeneration.of(spark, MNIST).as(words("7", "1")).batch(BATCH).shard(SHARD);
  }

  private static List<Picture> drawn(int first, int count) {
    return model.generate().steps(2).classes(7, 1).seed(7).batch(BATCH).draw(first, count);
  }

  private static void assertImage(Row row, int number, Picture picture, DrawingWords words) {
    Map<String, String> text =
        DrawingWords.text(model, SavedWeights.Which.EMA, words.options(model.recipe()));
    text.put("inkwash:image", Integer.toString(number));
    assertThat(row.<byte[]>getAs("png")).isEqualTo(ImageIo.png(picture, new Metadata(text)));
    assertThat(row.getJavaMap(row.fieldIndex("text"))).isEqualTo(text);
  }

  @Test
  void rowsOfImagesAreThoseOfOneMachine() {
    List<Row> rows = generation().images(0, 40).orderBy("image").collectAsList();
    List<Picture> wanted = drawn(0, 40);
    assertThat(rows).hasSize(40);
    for (int i = 0; i < 40; i++) {
      assertThat(rows.get(i).getLong(0)).isEqualTo(i);
      assertImage(rows.get(i), i, wanted.get(i), words("7", "1"));
    }
  }

  @Test
  void rowsMayRequestSeedsAndClasses() {
    Dataset<Row> requests =
        spark
            .range(0, 10, 1, 2)
            .selectExpr(
                "id",
                "7 + 0 * id as seed",
                "id as image",
                "cast(7 - 6 * (id % 2) as int) as class");
    List<Row> rows = generation().images(requests).orderBy("id").collectAsList();
    List<Picture> wanted = drawn(0, 10);
    for (int i = 0; i < 10; i++) {
      assertImage(rows.get(i), i, wanted.get(i), words(i % 2 == 0 ? "7" : "1"));
    }
  }

  @Test
  void shardsThatAreThereStayAndOthersAreDrawn(@TempDir Path folder) throws IOException {
    String out = folder.resolve("digits").toString();
    assertThat(generation().write(ShardFormat.TAR, out, 0, 40)).isEqualTo(40);
    Path second = Path.of(out, "images-000000016.tar");
    byte[] bytes = Files.readAllBytes(second);
    Files.delete(second);
    assertThat(generation().write(ShardFormat.TAR, out, 0, 40)).isEqualTo(SHARD);
    assertThat(Files.readAllBytes(second)).isEqualTo(bytes);
    try (var files = Files.list(Path.of(out))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "_SUCCESS",
              "inkwash.json",
              "images-000000000.tar",
              "images-000000016.tar",
              "images-000000032.tar");
    }
    assertThatThrownBy(() -> generation().seed(8).write(ShardFormat.TAR, out, 0, 40))
        .hasMessageContaining("holds images that were made in another way");
    assertThatThrownBy(() -> generation().write(ShardFormat.FOLDER, folder.toString(), 0, 40))
        .hasMessageContaining("holds other files; allowed: a new folder");
  }

  @Test
  void whatCannotBeDrawnIsRefusedBeforeAnyTask() {
    assertThatThrownBy(() -> generation().shard(12).images(0, 40))
        .hasMessage("shards of 12 images in batches of 8; allowed: multiples of the batch");
    assertThatThrownBy(() -> generation().images(0, 0)).hasMessageContaining("allowed: 1 or more");
    assertThatThrownBy(() -> generation().as(words("eleven")).images(0, 8))
        .hasMessageContaining("eleven");
    Dataset<Row> plain = spark.createDataset(List.of(1L), Encoders.LONG()).toDF("id");
    assertThatThrownBy(() -> generation().images(plain))
        .hasMessage(
            "rows of [id]; allowed: rows with any of the columns [seed, image, class, prompt]");
  }
}
