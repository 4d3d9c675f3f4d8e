package io.inkwash.spark;

import static io.inkwash.format.Text.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows with a picture each to the same rows with what it is restored to. Neighboring rows whose
 * numbers follow each other are restored in one batch.
 */
record RestoredRows(RestoringPlan plan) implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final String CONTENT = "content";
  private static final String PATH = "path";
  private static final String IMAGE = "image";

  /**
   * The columns of the result.
   *
   * @throws IllegalArgumentException if one is there already, or there are no pictures
   */
  static StructType schema(StructType given) {
    if (!Arrays.asList(given.fieldNames()).contains(CONTENT)) {
      throw new IllegalArgumentException(
          format(
              "rows of %s; allowed: rows with the bytes of a picture in a column %s",
              Arrays.asList(given.fieldNames()), CONTENT));
    }
    return RequestRows.withImage(given);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Iterator<>() {
      private @Nullable Row ahead = rows.hasNext() ? rows.next() : null;
      private Iterator<Row> ready = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        return ready.hasNext() || ahead != null;
      }

      @Override
      public Row next() {
        if (!ready.hasNext()) {
          ready = restored(batch()).iterator();
        }
        return ready.next();
      }

      /** The rows from the one ahead on that can be restored together. */
      private List<Row> batch() {
        List<Row> batch = new ArrayList<>();
        while (ahead != null
            && batch.size() < plan.drawing().batch()
            && (batch.isEmpty() || number(ahead) == number(batch.get(0)) + batch.size())) {
          batch.add(ahead);
          ahead = rows.hasNext() ? rows.next() : null;
        }
        return batch;
      }
    };
  }

  private List<Row> restored(List<Row> rows) {
    List<Restorer.Given> given = new ArrayList<>();
    for (Row row : rows) {
      String file = RequestRows.value(row, PATH).orElse("image " + number(row));
      given.add(new Restorer.Given(number(row), file, row.<byte[]>getAs(CONTENT)));
    }
    List<Row> restored = new ArrayList<>();
    for (DrawnImage image : plan.open().restore(given, "")) {
      restored.add(RequestRows.with(rows.get(restored.size()), image));
    }
    return restored;
  }

  private static long number(Row row) {
    return RequestRows.value(row, IMAGE).map(Long::valueOf).orElse(0L);
  }
}
