package io.inkwash.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.request.DrawingWords;
import io.inkwash.request.RestorationWords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of pictures to rows of restored ones. */
class SparkRestorationTest {
  private static final int PICTURES = 6;
  private static final RestorationWords HALVES =
      RestorationWords.of("half(missing=right)").by("ddnm");

  @TempDir static Path folder;

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = LocalSession.open();
    ImageSource digits =
        DataSets.open("digits", Split.TEST, DataOptions.defaults().withLimit(PICTURES));
    for (int k = 0; k < PICTURES; k++) {
      byte[] pixels = new byte[digits.shape().size()];
      digits.read(k, pixels, 0);
      int side = digits.shape().height();
      ImageIo.writePng(
          folder.resolve("given").resolve(k + ".png"), new Picture(1, side, side, pixels));
    }
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static SparkGeneration generation() {
    DrawingWords words =
        new DrawingWords(
            Optional.empty(),
            Optional.empty(),
            Optional.of(2),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            5);
    return SparkGeneration.of(spark, Path.of("mnist")).as(words).batch(2).shard(4);
  }

  private static Dataset<Row> given() {
    return spark
        .read()
        .format("binaryFile")
        .load(folder.resolve("given").toString())
        .selectExpr(
            "path", "content", "cast(regexp_extract(path, '(\\\\d+)[.]png', 1) as long) as image")
        .coalesce(1)
        .sortWithinPartitions("image");
  }

  private static long write(RestorationWords words, Path files) {
    return new SparkRestoration(generation(), words)
        .write(folder.resolve("given").toString(), files.toString());
  }

  @Test
  void rowsAreTheFilesOfOneMachine() throws Exception {
    Path files = folder.resolve("restored");
    assertThat(write(HALVES, files)).isEqualTo(PICTURES);
    Path second = files.resolve("2.png");
    byte[] bytes = Files.readAllBytes(second);
    Files.delete(second);
    assertThat(write(HALVES, files)).isEqualTo(2); // its batch
    assertThat(second).hasBinaryContent(bytes);
    assertThatThrownBy(() -> write(HALVES.by("repaint"), files))
        .hasMessageContaining("holds images that were made in another way");
    List<Row> rows = new SparkRestoration(generation(), HALVES).images(given()).collectAsList();
    assertThat(rows).hasSize(PICTURES);
    for (Row row : rows) {
      Path file = files.resolve(row.<Long>getAs("image") + ".png");
      Path own = Files.write(folder.resolve("row.png"), row.<byte[]>getAs("png"));
      assertThat(ImageIo.read(own).pixels()).isEqualTo(ImageIo.read(file).pixels());
      var text = new TreeMap<>(row.<String, String>getJavaMap(row.fieldIndex("text")));
      assertThat(text).containsEntry("inkwash:input", row.getAs("image").toString());
      assertThat(text).containsEntry("inkwash:degradation", "half(missing=right)");
    }
  }

  @Test
  void whatCannotBeRestoredIsRefusedBeforeAnyTask() {
    assertThatThrownBy(
            () -> new SparkRestoration(generation(), HALVES).images(spark.range(3).toDF("id")))
        .hasMessage("rows of [id]; allowed: rows with the bytes of a picture in a column content");
    assertThatThrownBy(
            () -> new SparkRestoration(generation(), HALVES.by("nearest")).images(given()))
        .hasMessageContaining("method nearest");
    assertThatThrownBy(
            () ->
                new SparkRestoration(generation(), HALVES)
                    .write(folder.toString(), folder.resolve("none").toString()))
        .hasMessageContaining("holds no pictures; name another folder");
  }
}
