package io.inkwash.evaluate.report;

import static io.inkwash.format.Text.format;

import com.samskivert.mustache.Mustache;
import io.inkwash.evaluate.Figure;
import io.inkwash.evaluate.Finding;
import io.inkwash.evaluate.Findings;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.LibraryVersion;
import io.inkwash.picture.ImageIo;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * An evaluation as one HTML page that needs no other file: the Mustache template {@code
 * report.html}, filled in, with its pictures inside.
 *
 * @param run the folder of the run
 * @param samples the first samples, as a grid
 * @param facts what the numbers depend on, by name; see {@link Facts}
 * @param findings numbers and figures
 * @param words the command line that writes the page, after {@code inkwash}; empty where a program
 *     writes it
 */
public record ReportPage(
    Path run, Figure samples, Map<String, ?> facts, Findings findings, List<String> words) {

  /** The least width of a picture on the page, in a whole multiple of its pixels. */
  private static final int WIDTH = 464;

  /** A picture as the page shows it. */
  record Shown(String title, String caption, String source, int width) {

    static Shown of(Figure figure) {
      int width = figure.picture().width();
      return new Shown(
          title(figure.name()),
          figure.caption(),
          png(ImageIo.png(figure.picture())),
          width * Math.max(1, Math.round((float) WIDTH / width)));
    }

    private static String png(byte[] bytes) {
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static String title(String name) {
      return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' ');
    }
  }

  /** A line of the table of numbers. */
  record Line(String name, String value, String error, String floor, String better, String note) {

    static Line of(Finding finding) {
      return new Line(
          finding.name(),
          Numbers.of(finding.value()),
          finding.error() == null ? "" : "± " + Numbers.of(finding.error()),
          Numbers.of(finding.floor()),
          finding.better().name().toLowerCase(Locale.ROOT),
          finding.note());
    }
  }

  /** A fact: its name and its value. */
  record Fact(String name, String value) {}

  /** A command, and what it does. */
  record Command(String about, String line) {}

  /** Writes the page, whole or not at all. */
  public void write(Path file) {
    AtomicFiles.writeString(file, html());
  }

  /** The page. It is well-formed XML as well. */
  public String html() {
    try (InputStream template =
            Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.html"));
        InputStreamReader reader = new InputStreamReader(template, StandardCharsets.UTF_8)) {
      return Mustache.compiler().compile(reader).execute(content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> content() {
    return Map.of(
        "recipe", fact("recipe"),
        "summary", summary(),
        "samples", Shown.of(samples),
        "numbers", findings.numbers().stream().map(Line::of).toList(),
        "figures", findings.figures().stream().map(Shown::of).toList(),
        "loss", loss(),
        "facts",
            facts.entrySet().stream()
                .map(e -> new Fact(e.getKey(), Facts.text(e.getValue())))
                .toList(),
        "commands", commands(),
        "version", LibraryVersion.text());
  }

  private String fact(String name) {
    Object value = facts.get(name);
    return value == null ? "" : Facts.text(value);
  }

  private String summary() {
    String how =
        fact("solver").isEmpty()
            ? ""
            : format(
                " Samples are drawn by %s on %s in %s steps.",
                fact("solver"), fact("grid"), fact("steps"));
    return format("Trained for %s steps.%s Real images: %s.", fact("step"), how, fact("real"));
  }

  /** The plot of the training loss, if the run has one. */
  private List<Shown> loss() {
    Path png = run.resolve("loss.png");
    if (!Files.isRegularFile(png)) {
      return List.of();
    }
    try {
      return List.of(
          new Shown("Loss", "The training loss.", Shown.png(Files.readAllBytes(png)), 1000));
    } catch (IOException e) {
      throw new FileException(png, "cannot be read: " + e.getMessage(), e);
    }
  }

  private List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    TrainingCommand.of(run, Long.parseLong(fact("step")))
        .ifPresent(training -> commands.add(command("Trains the model again", training)));
    if (!words.isEmpty()) {
      commands.add(command("Evaluates it and writes this page", words));
    }
    return commands;
  }

  private static Command command(String about, List<String> words) {
    return new Command(about, "inkwash " + ShellWords.line(words));
  }
}
