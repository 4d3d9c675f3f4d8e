package io.inkwash.evaluate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of text and numbers, as columns, Markdown or CSV.
 *
 * @param head the name of each column
 * @param rows a cell for each column; columns of numbers are aligned right
 */
public record Table(List<String> head, List<List<String>> rows) {

  /** In columns padded to their widest cell. */
  public String text() {
    List<Integer> widths = widths();
    return all().stream()
        .map(
            row ->
                IntStream.range(0, head.size())
                    .mapToObj(i -> padded(row.get(i), widths.get(i), numeric(i)))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  /** As a Markdown table. */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    Function<List<String>, String> line =
        cells -> "| " + String.join(" | ", cells).replace("\n", " ") + " |";
    lines.add(line.apply(escaped(head)));
    lines.add(
        line.apply(
            IntStream.range(0, head.size()).mapToObj(i -> numeric(i) ? "---:" : "---").toList()));
    rows.forEach(row -> lines.add(line.apply(escaped(row))));
    return String.join("\n", lines);
  }

  /** As comma-separated values by RFC 4180, except that lines end in a newline alone. */
  public String csv() {
    return all().stream()
        .map(row -> row.stream().map(Table::quoted).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n"));
  }

  private List<List<String>> all() {
    List<List<String>> all = new ArrayList<>();
    all.add(head);
    all.addAll(rows);
    return all;
  }

  private List<Integer> widths() {
    return IntStream.range(0, head.size())
        .map(i -> all().stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
        .boxed()
        .toList();
  }

  /** Whether a column holds numbers only. */
  private boolean numeric(int column) {
    return rows.stream()
        .map(row -> row.get(column))
        .allMatch(
            cell ->
                cell.isEmpty()
                    || Character.isDigit(cell.charAt(0))
                    || cell.matches("-\\d.*|NaN.*"));
  }

  private static String padded(String cell, int width, boolean right) {
    String space = " ".repeat(width - cell.length());
    return right ? space + cell : cell + space;
  }

  private static List<String> escaped(List<String> cells) {
    return cells.stream().map(cell -> cell.replace("|", "\\|")).toList();
  }

  private static String quoted(String cell) {
    return cell.matches("(?s).*[,\"\\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
