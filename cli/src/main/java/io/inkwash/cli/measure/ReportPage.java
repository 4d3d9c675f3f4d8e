package io.inkwash.cli.measure;

import com.samskivert.mustache.Mustache;
import io.inkwash.cli.terminal.Numbers;
import io.inkwash.evaluate.Figure;
import io.inkwash.evaluate.Finding;
import io.inkwash.evaluate.Findings;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.model.Provenance;
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
 * An evaluation as one page that needs no other file: {@code report.html}, a Mustache template,
 * with its words filled in and its pictures inside.
 *
 * @param run the folder of the run
 * @param samples the first of them, as a grid
 * @param facts what the numbers depend on
 * @param findings the numbers, and what shows them
 * @param words the command line that is running
 */
record ReportPage(
    Path run, Figure samples, Map<String, String> facts, Findings findings, List<String> words) {

  /** Pictures are shown at least so wide, in whole multiples of their pixels. */
  private static final int WIDTH = 464;

  /** A picture as the page has it. */
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

  /** A fact, and what it is. */
  record Fact(String name, String value) {}

  /** A command, and what it does. */
  record Command(String about, String line) {}

  /** Writes the page, whole or not at all. */
  void write(Path file) {
    AtomicFiles.writeString(file, html());
  }

  /** The page. It is well-formed XML as well. */
  String html() {
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
        "facts", facts.entrySet().stream().map(e -> new Fact(e.getKey(), e.getValue())).toList(),
        "commands", commands(),
        "version", Provenance.libraryVersion());
  }

  private String fact(String name) {
    return facts.getOrDefault(name, "");
  }

  private String summary() {
    return "After %s steps of training; drawn by %s on %s in %s steps; beside %s."
        .formatted(fact("step"), fact("solver"), fact("grid"), fact("steps"), fact("real"));
  }

  /** The curve of training, if the run has one. */
  private List<Shown> loss() {
    Path png = run.resolve("loss.png");
    if (!Files.isRegularFile(png)) {
      return List.of();
    }
    try {
      return List.of(
          new Shown("Loss", "The loss of training.", Shown.png(Files.readAllBytes(png)), 1000));
    } catch (IOException e) {
      throw new FileException(png, "cannot be read: " + e.getMessage(), e);
    }
  }

  private List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    MakingOf.run(run, Long.parseLong(fact("step")))
        .ifPresent(training -> commands.add(command("Trains the model again", training)));
    commands.add(command("EvaluationMetrics it, and writes this page", words));
    return commands;
  }

  private static Command command(String about, List<String> words) {
    return new Command(about, "inkwash " + ShellWords.line(words));
  }
}
