package io.inkwash.data.caption;

import static io.inkwash.format.Text.format;

import io.inkwash.data.DataException;
import io.inkwash.data.archive.FileNames;
import io.inkwash.data.archive.FileTree;
import io.inkwash.format.Quote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The captions that lie beside pictures in a folder or an archive, in one of two forms:
 *
 * <ul>
 *   <li>a text file beside each picture: {@code cat/1.txt} is the caption of {@code cat/1.png};
 *   <li>one table, {@code captions.jsonl} or {@code captions.csv}, anywhere: a picture's name, from
 *       the table's folder, and its caption, under {@code file} (or {@code file_name}) and {@code
 *       text} (or {@code caption}).
 * </ul>
 *
 * <p>A caption is one line: line breaks and runs of spaces become one space. An empty one is a
 * caption. Where one picture has a caption, all must have one.
 */
public final class CaptionFiles {
  private static final Set<String> TABLES = Set.of("captions.jsonl", "captions.csv");
  private static final int LONGEST = 2000;

  private final FileTree files;

  private CaptionFiles(FileTree files) {
    this.files = files;
  }

  /** The files among some that are captions of some pictures. */
  public static Set<String> among(Collection<String> files, Collection<String> pictures) {
    Set<String> sides = pictures.stream().map(CaptionFiles::side).collect(Collectors.toSet());
    return files.stream()
        .filter(file -> TABLES.contains(FileNames.last(file)) || sides.contains(file))
        .collect(Collectors.toSet());
  }

  /**
   * Reads the captions of some pictures.
   *
   * @param files where they lie
   * @param pictures their names
   * @return a caption for each, in their order; empty where no picture has one
   * @throws DataException if only some have one, or a file is damaged
   */
  public static Optional<List<String>> of(FileTree files, List<String> pictures) {
    Set<String> found = among(files.files(), pictures);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<String> tables =
        found.stream().filter(file -> TABLES.contains(FileNames.last(file))).sorted().toList();
    CaptionFiles reader = new CaptionFiles(files);
    Map<String, String> captions =
        tables.isEmpty() ? reader.sides(pictures, found) : reader.tables(tables);
    List<String> missing = pictures.stream().filter(name -> !captions.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          format(
              "%s: %s of %s pictures have no caption: %s; %s",
              files.root(),
              missing.size(),
              pictures.size(),
              FileNames.brief(missing),
              tables.isEmpty()
                  ? "write " + side(missing.get(0))
                  : "add a line to " + tables.get(0)));
    }
    return Optional.of(pictures.stream().map(name -> String.valueOf(captions.get(name))).toList());
  }

  private static String side(String picture) {
    return picture.substring(0, picture.lastIndexOf('.') + 1) + "txt";
  }

  private Map<String, String> sides(List<String> pictures, Set<String> found) {
    Map<String, String> captions = new HashMap<>();
    List<String> wanted =
        pictures.stream().filter(picture -> found.contains(side(picture))).toList();
    List<String> texts = wanted.stream().map(CaptionFiles::side).toList();
    List<String> read = read(texts);
    for (int i = 0; i < wanted.size(); i++) {
      captions.put(wanted.get(i), line(texts.get(i), read.get(i)));
    }
    return captions;
  }

  private Map<String, String> tables(List<String> tables) {
    Map<String, String> captions = new LinkedHashMap<>();
    Set<String> known = new HashSet<>(files.files());
    List<String> texts = read(tables);
    for (int i = 0; i < tables.size(); i++) {
      String table = tables.get(i);
      String where = files.root() + "/" + table;
      CaptionTable rows = CaptionTable.read(where, texts.get(i), table.endsWith(".csv"));
      for (CaptionTable.Row row : rows.rows()) {
        String picture = FileNames.normalized(FileNames.folder(table) + row.file());
        if (captions.put(picture, line(table, row.text())) != null) {
          throw new DataException(
              format(
                  "%s: line %s: %s has a caption already; remove one",
                  where, row.line(), Quote.of(row.file())));
        }
        if (!known.contains(picture)) {
          throw new DataException(
              format(
                  "%s: line %s: there is no picture %s; correct the name",
                  where, row.line(), Quote.of(row.file())));
        }
      }
    }
    return captions;
  }

  /** Small text files, whole. */
  private List<String> read(List<String> names) {
    byte[][] contents = new byte[names.size()][];
    IOException[] faults = new IOException[1];
    try {
      files.readEach(
          names,
          (index, content) -> {
            try {
              contents[index] = content.read();
            } catch (IOException e) {
              synchronized (faults) {
                faults[0] = e;
              }
            }
          });
    } catch (IOException e) {
      throw DataException.in(files.root(), "cannot be read, fetch or copy it again", e);
    }
    if (faults[0] != null) {
      throw DataException.in(files.root(), "a caption cannot be read", faults[0]);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < contents.length; i++) {
      String name = names.get(i);
      texts.add(
          FileNames.decoded(contents[i], StandardCharsets.UTF_8)
              .orElseThrow(
                  () ->
                      new DataException(
                          files.root() + "/" + name + ": is no UTF-8 text; save it as UTF-8")));
    }
    return texts;
  }

  /** A caption as one line. */
  private String line(String file, String text) {
    String line = text.replace("\ufeff", "").strip().replaceAll("\\s+", " ");
    if (line.length() > LONGEST) {
      throw new DataException(
          format(
              "%s/%s: a caption of %s characters; allowed: %s",
              files.root(), file, line.length(), LONGEST));
    }
    return line;
  }
}
