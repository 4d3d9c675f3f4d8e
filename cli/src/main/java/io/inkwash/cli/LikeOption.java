package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.ModelOptions;
import io.inkwash.cli.options.StoredOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.file.FileException;
import io.inkwash.model.Model;
import io.inkwash.picture.Metadata;
import io.inkwash.request.DrawingWords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that draws a picture again. */
final class LikeOption {
  /** What the picture states. */
  private static final List<String> STATED =
      List.of(
          "--solver",
          "--grid",
          "--steps",
          "--threshold",
          "--guidance",
          "--class",
          "--prompt",
          "--prompts",
          "--negative",
          "--seed",
          "--width",
          "--height",
          "--count");

  @Option(
      names = "--like",
      paramLabel = "PNG",
      description = "Draw again what the text in a picture of this program states.")
  @Nullable Path like;

  private @Nullable Metadata text;

  /**
   * Reads the picture's text, where one is named, into the options.
   *
   * @return which image it is of, and how many there are; empty where no picture is named
   */
  Optional<Extent> read(CommandSpec spec, ModelOptions options) {
    if (like == null) {
      return Optional.empty();
    }
    for (String option : STATED) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw Usage.wrong(spec, option + " is stated by the picture of --like; leave it out");
      }
    }
    text = Metadata.read(like);
    Path file = like;
    try {
      options.take(
          DrawingWords.of(text)
              .orElseThrow(
                  () ->
                      new FileException(
                          file, "does not state how it was drawn; name one that sample made")),
          text);
      int image = Integer.parseInt(text.value("image").orElse("0"));
      return Optional.of(new Extent(image, Integer.parseInt(text.value("count").orElse("1"))));
    } catch (IllegalArgumentException e) {
      throw new FileException(file, "states what cannot be: " + e.getMessage(), e);
    }
  }

  /**
   * Images of a seed.
   *
   * @param first its number
   * @param count how many
   */
  record Extent(int first, int count) {}

  /** The size that the picture states; empty where no picture is named, or it is a run's. */
  Optional<StoredOptions.Size> size() {
    Path file = like;
    if (file == null
        || text == null
        || text.value("width").isEmpty()
        || text.value("height").isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new StoredOptions.Size(
              Integer.parseInt(text.value("width").get()),
              Integer.parseInt(text.value("height").get())));
    } catch (NumberFormatException e) {
      throw new FileException(file, "states what cannot be: " + e.getMessage(), e);
    }
  }

  /** Says so where the picture was drawn by other weights. */
  void compare(Model model, PrintWriter err) {
    if (text != null
        && text.value("weights")
            .filter(words -> words.endsWith(model.weights().hash()))
            .isEmpty()) {
      err.println(like + " was drawn by other weights; the pictures differ");
    }
  }

  /**
   * Says so where the picture was drawn by another stored model, or by one that was changed
   * otherwise.
   *
   * @param here what is written beside pictures of this one
   */
  void compare(Map<String, String> here, PrintWriter err) {
    if (text == null) {
      return;
    }
    for (String fact : List.of("model", "target", "lora")) {
      String there = text.value(fact).orElse("none");
      String own = here.getOrDefault(Metadata.PREFIX + fact, "none");
      if (!there.equals(own)) {
        err.println(
            format(
                "%s was drawn with %s %s, and here it is %s; the pictures may differ",
                like, fact, there.replace("\n", ", "), own.replace("\n", ", ")));
      }
    }
  }
}
