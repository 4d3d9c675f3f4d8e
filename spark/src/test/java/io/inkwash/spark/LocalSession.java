package io.inkwash.spark;

import io.inkwash.torch.Torch;
import org.apache.spark.sql.SparkSession;

/** Spark within the process of a test: two tasks at a time, reached by nobody else. */
final class LocalSession {
  private LocalSession() {}

  static SparkSession open() {
    Torch.init(1);
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }
}
