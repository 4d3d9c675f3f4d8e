package io.inkwash.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.torch.Torch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example as it is, in one process. */
class DrawOnSparkTest {
  private static final Map<String, String> QUIET =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.driver.host", "127.0.0.1",
          "spark.log.level", "ERROR");

  @BeforeEach
  void quiet() {
    Torch.init(1);
    QUIET.forEach(System::setProperty);
  }

  @AfterEach
  void asBefore() {
    QUIET.keySet().forEach(System::clearProperty);
  }

  @Test
  void drawsADigitOfEachClass(@TempDir Path folder) throws Exception {
    String out = folder.resolve("digits").toString();
    DrawOnSpark.main(new String[] {"mnist", out});
    try (SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate()) {
      List<Row> rows = spark.read().parquet(out).orderBy("class").collectAsList();
      assertThat(rows).hasSize(10);
      for (int i = 0; i < 10; i++) {
        assertThat(rows.get(i).<Integer>getAs("class")).isEqualTo(i);
        assertThat(rows.get(i).<byte[]>getAs("png")).startsWith(0x89, 'P', 'N', 'G');
      }
    }
  }
}
