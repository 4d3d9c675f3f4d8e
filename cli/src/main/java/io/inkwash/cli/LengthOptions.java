package io.inkwash.cli;

import io.inkwash.cli.options.Usage;
import io.inkwash.request.TrainingLength;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options for the length of a training: one of them, or none for the usual one. */
final class LengthOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(names = "--steps", paramLabel = "N", description = "Train up to this step.")
  @Nullable Long steps;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Train up to this many passes over the images. Default: 10, or what is left of a run that"
              + " is resumed.")
  @Nullable Double epochs;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Train until this many images have been seen.")
  @Nullable Double images;

  @Option(names = "--minutes", paramLabel = "N", description = "Train this long from now on.")
  @Nullable Double minutes;

  /** Refuses two lengths at once, and lengths that are none. */
  void check() {
    List<String> given = new ArrayList<>();
    for (String option : List.of("--steps", "--epochs", "--images", "--minutes")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        given.add(option);
      }
    }
    if (given.size() > 1) {
      throw Usage.wrong(spec, String.join(" and ", given) + " exclude each other; give one");
    }
    Usage.meaning(spec, this::length);
  }

  /** The option as the user gave it, after a space; nothing where none was given. */
  String words() {
    return Stream.of("--steps", "--epochs", "--images", "--minutes")
        .filter(spec.commandLine().getParseResult()::hasMatchedOption)
        .map(option -> " " + option + " " + given(option))
        .collect(Collectors.joining());
  }

  private String given(String option) {
    return spec.commandLine().getParseResult().matchedOption(option).originalStringValues().get(0);
  }

  /**
   * The length.
   *
   * @throws IllegalArgumentException if it is none
   */
  TrainingLength length() {
    return length(TrainingLength.usual());
  }

  /**
   * The length, or the usual one where the user gave none.
   *
   * @throws IllegalArgumentException if it is none
   */
  TrainingLength length(TrainingLength usual) {
    if (steps != null) {
      return TrainingLength.of(TrainingLength.Unit.STEPS, steps);
    }
    if (images != null) {
      return TrainingLength.of(TrainingLength.Unit.IMAGES, images);
    }
    if (minutes != null) {
      return TrainingLength.of(TrainingLength.Unit.MINUTES, minutes);
    }
    return epochs == null ? usual : TrainingLength.of(TrainingLength.Unit.EPOCHS, epochs);
  }
}
