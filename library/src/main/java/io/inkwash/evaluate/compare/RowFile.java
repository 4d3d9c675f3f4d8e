package io.inkwash.evaluate.compare;

import static io.inkwash.format.Text.format;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.recipe.DiffusionRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that have been measured, kept in a file if there is one: a JSON line each, written as soon
 * as the row is measured. A comparison that was killed and is started again continues from there.
 */
public final class RowFile {
  private final @Nullable Path file;
  private final List<Row> rows;

  private RowFile(@Nullable Path file, List<Row> rows) {
    this.file = file;
    this.rows = new ArrayList<>(rows);
  }

  /**
   * The rows of a file, which is made when the first row is added.
   *
   * @throws FileException if the file holds something else, which would be replaced
   */
  public static RowFile of(Path file) {
    if (!Files.exists(file)) {
      return new RowFile(file, List.of());
    }
    List<Row> rows = Json.readLines(file, Row.class);
    if (rows.isEmpty() && !beginsARow(file)) {
      throw new FileException(file, "holds no rows; choose another file");
    }
    return new RowFile(file, rows);
  }

  /** Whether a file is empty, or has the beginning of a row that was cut off. */
  private static boolean beginsARow(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      return first < 0 || first == '{';
    } catch (IOException e) {
      throw new FileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Rows in memory alone; none yet. */
  public static RowFile inMemory() {
    return new RowFile(null, List.of());
  }

  /** All rows, in the order in which they were measured. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /**
   * Refuses to put rows of another protocol beside those that are there.
   *
   * @throws FileException that says how they differ
   */
  public void require(Protocol protocol) {
    for (Row row : rows) {
      List<String> differences = row.protocol().differences(protocol);
      if (file != null && !differences.isEmpty()) {
        throw new FileException(
            file,
            format(
                "holds rows of %s; choose the same, or another file",
                String.join(", ", differences)));
      }
    }
  }

  /** The row of these weights drawn so, if it has been measured. */
  public Optional<Row> find(String weights, DiffusionRecipe.@Nullable Sampling sampling) {
    return rows.stream().filter(row -> row.isOf(weights, sampling)).findFirst();
  }

  /** Adds a row and writes it down. */
  public void add(Row row) {
    rows.add(row);
    if (file != null) {
      AtomicFiles.writeString(
          file, rows.stream().map(each -> Json.line(each) + "\n").collect(Collectors.joining()));
    }
  }
}
