package io.inkwash.spark;

import static io.inkwash.format.Text.format;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import io.inkwash.request.DrawingWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that request an image each to the same rows with the image. What a row does not state is as
 * the plan has it.
 */
record RequestRows(DrawingPlan plan) implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** The columns that a request may have: integers, and text. */
  static final List<String> COLUMNS = List.of("seed", "image", "class", "prompt");

  /**
   * The columns of the result.
   *
   * @throws IllegalArgumentException if one is there already, or none requests anything
   */
  static StructType schema(StructType requests) {
    List<String> names = Arrays.asList(requests.fieldNames());
    if (COLUMNS.stream().noneMatch(names::contains)) {
      throw new IllegalArgumentException(
          format("rows of %s; allowed: rows with any of the columns %s", names, COLUMNS));
    }
    return withImage(requests);
  }

  /**
   * The columns of rows with an image beside what is in them.
   *
   * @throws IllegalArgumentException if one is there already
   */
  static StructType withImage(StructType rows) {
    List<String> names = Arrays.asList(rows.fieldNames());
    StructType schema = rows;
    for (String name : List.of("png", "text")) {
      if (names.contains(name)) {
        throw new IllegalArgumentException(
            format("rows with a column %s; allowed: other columns, drop or rename it", name));
      }
      schema = schema.add(ImageRows.SCHEMA.apply(name));
    }
    return schema;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> requests) {
    return new Iterator<>() {
      private Iterator<Row> ready = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        return ready.hasNext() || requests.hasNext();
      }

      @Override
      public Row next() {
        if (!ready.hasNext()) {
          ready = drawn(requests).iterator();
        }
        return ready.next();
      }
    };
  }

  /** The next batch. */
  private List<Row> drawn(Iterator<Row> requests) {
    List<Row> rows = new ArrayList<>();
    List<DrawingWords> words = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    while (rows.size() < plan.batch() && requests.hasNext()) {
      Row row = requests.next();
      rows.add(row);
      long seed = value(row, "seed").map(Long::valueOf).orElse(plan.sent().seed());
      words.add(plan.sent().of(seed, value(row, "class"), value(row, "prompt")).words());
      numbers.add(value(row, "image").map(Long::valueOf).orElse(0L));
    }
    List<DrawnImage> images = rows.isEmpty() ? List.of() : plan.open().draw(words, numbers);
    List<Row> drawn = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      drawn.add(with(rows.get(i), images.get(i)));
    }
    return drawn;
  }

  /** A row with its image. */
  static Row with(Row row, DrawnImage image) {
    Object[] values = new Object[row.length() + 2];
    for (int i = 0; i < row.length(); i++) {
      values[i] = row.get(i);
    }
    values[row.length()] = image.png();
    values[row.length() + 1] = asScala(image.text());
    return RowFactory.create(values);
  }

  /** What a row has in a column; empty where it has nothing, or there is no such column. */
  static Optional<String> value(Row row, String column) {
    return Arrays.asList(row.schema().fieldNames()).contains(column)
        ? Optional.ofNullable(row.get(row.fieldIndex(column))).map(Object::toString)
        : Optional.empty();
  }
}
