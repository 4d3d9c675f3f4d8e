package io.inkwash.cli.options;

import io.inkwash.file.FileException;
import io.inkwash.request.DrawingWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that request images by text. */
public final class PromptOptions {

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description =
          "What the images are to show, of a model of captions. Repeatable: prompts are taken in"
              + " turn.")
  List<String> prompts = new ArrayList<>();

  @Option(
      names = "--prompts",
      paramLabel = "FILE",
      description = "Prompts from a text file, a line each.")
  @Nullable Path file;

  @Option(
      names = "--negative",
      paramLabel = "TEXT",
      description = "What the guidance leads away from, in place of the empty prompt.")
  @Nullable String negative;

  /** Refuses what cannot be, before anything is read. */
  public void check(CommandSpec spec, boolean classes) {
    if (!prompts.isEmpty() && file != null) {
      throw Usage.wrong(spec, "--prompt and --prompts exclude each other; give one of them");
    }
    if (requested() && classes) {
      throw Usage.wrong(spec, "--class and --prompt exclude each other; give one of them");
    }
  }

  private boolean requested() {
    return !prompts.isEmpty() || file != null;
  }

  /**
   * The prompts, in turn; empty for none.
   *
   * @throws FileException if their file cannot be read, or holds none
   */
  List<String> texts() {
    if (file == null) {
      return prompts;
    }
    try {
      List<String> lines =
          Files.readString(file, StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      if (lines.isEmpty()) {
        throw new FileException(file, "holds no prompts; write one a line");
      }
      return lines;
    } catch (IOException e) {
      throw new FileException(file, "cannot be read as UTF-8 text: " + e.getMessage(), e);
    }
  }

  /** Words with these prompts. */
  public DrawingWords in(DrawingWords words) {
    return words.withPrompts(texts(), Optional.ofNullable(negative));
  }
}
