package io.inkwash.cli.measure;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.recipe.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that have been measured, kept in a file if there is one: a JSON line each, written as soon
 * as the row is. A command that is killed and given again goes on where it was.
 */
final class RowFile {
  private final @Nullable Path file;
  private final List<Row> rows;

  /** The rows of a file; none yet where there is no file. */
  RowFile(@Nullable Path file) {
    this.file = file;
    rows =
        file == null || !Files.exists(file)
            ? new ArrayList<>()
            : new ArrayList<>(Json.readLines(file, Row.class));
  }

  /** All rows, in the order in which they were measured. */
  List<Row> rows() {
    return List.copyOf(rows);
  }

  /**
   * Refuses to put rows of another protocol beside those that are there.
   *
   * @throws FileException that says how they differ
   */
  void require(Protocol protocol) {
    for (Row row : rows) {
      List<String> differences = row.protocol().differences(protocol);
      if (file != null && !differences.isEmpty()) {
        throw new FileException(
            file,
            "holds rows of %s; ask for the same, or choose another file"
                .formatted(String.join(", ", differences)));
      }
    }
  }

  /** The row of these weights drawn so, if it has been measured. */
  Optional<Row> find(String weights, Recipe.Sampling sampling) {
    return rows.stream().filter(row -> row.isOf(weights, sampling)).findFirst();
  }

  /** Adds a row and writes it down. */
  void add(Row row) {
    rows.add(row);
    if (file != null) {
      AtomicFiles.writeString(
          file, rows.stream().map(each -> Json.line(each) + "\n").collect(Collectors.joining()));
    }
  }
}
