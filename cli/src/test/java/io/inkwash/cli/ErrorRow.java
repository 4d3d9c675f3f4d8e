package io.inkwash.cli;

import static io.inkwash.cli.SmallFiles.idxImages;
import static io.inkwash.cli.SmallFiles.replace;
import static io.inkwash.cli.SmallFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;

/**
 * What a person sees who gets something wrong: one line that says what, the value, what is allowed;
 * an exit code; and nothing written.
 *
 * <p>In a line, {@code @} at the start of a word is a folder that holds {@code bars.idx}, 24 images
 * of 12x12, {@code run}, which was trained on them for three steps, and the folder {@code
 * taken.png}.
 *
 * @param line the command line
 * @param damage what is done to the folder first
 * @param exitCode 1 failed, 2 wrong usage
 * @param words what the line on standard error holds
 */
record ErrorRow(String line, Consumer<Path> damage, int exitCode, String... words) {

  /** The beginning of a command line that trains on the images. */
  static final String NEW = "train --data @/bars.idx --out @/new ";

  /** The command line is wrong by itself, whatever the files and data are. */
  static ErrorRow usage(String line, String... words) {
    return new ErrorRow(line, folder -> {}, 2, words);
  }

  /** The command line is right, but what it meets is not. */
  static ErrorRow failure(String line, String... words) {
    return new ErrorRow(line, folder -> {}, 1, words);
  }

  /** The same, after some damage. */
  static ErrorRow failure(Consumer<Path> damage, String line, String... words) {
    return new ErrorRow(line, damage, 1, words);
  }

  /** Trains the run of a folder, which {@link #hold} copies. */
  static void train(Path shared) {
    TinyRun.train(shared.resolve("bars.idx"), shared.resolve("run"));
  }

  /** Runs the command line in a new folder, and makes sure of all of it. */
  void hold(Path shared, Path folder) {
    write(folder.resolve("bars.idx"), idxImages(24, 12, 12));
    assertThat(folder.resolve("taken.png").toFile().mkdir()).isTrue();
    if (line.contains("@/run")) {
      SmallFiles.copy(shared.resolve("run"), folder.resolve("run"));
      replace(
          folder.resolve("run/provenance.json"),
          shared.resolve("bars.idx").toString(),
          folder.resolve("bars.idx").toString());
    }
    damage.accept(folder);
    Map<String, Integer> before = SmallFiles.contents(folder);

    String inFolder = line.replaceAll("(?<!\\w)@", Matcher.quoteReplacement(folder.toString()));
    Cli.line(inFolder).refused(exitCode, words);

    assertThat(SmallFiles.contents(folder)).isEqualTo(before);
  }

  @Override
  public String toString() {
    return exitCode + " " + (line.isEmpty() ? "(no words)" : line) + " -> " + words[0];
  }
}
