package io.inkwash.examples;

import io.inkwash.spark.SparkGeneration;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Draws one digit of each class on Spark, here by two threads of this machine. */
public final class DrawOnSpark {
  private DrawOnSpark() {}

  /**
   * Draws.
   *
   * @param arguments the run, or the name of a shipped model, and the folder of Parquet files
   */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      Dataset<Row> requests = spark.sql("select explode(sequence(0, 9)) as class, 7 as seed");
      SparkGeneration generation = SparkGeneration.of(spark, Path.of(arguments[0]));
      Dataset<Row> digits = generation.images(requests); // columns class, seed, png, text
      digits.write().parquet(arguments[1]);
    }
  }
}
