package io.inkwash.cli;

import io.inkwash.cli.options.Usage;
import io.inkwash.train.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that tell how long to train: one of them, or none for ten epochs. */
final class TrainingLength {
  private static final double DEFAULT_EPOCHS = 10;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(names = "--steps", paramLabel = "N", description = "Train up to this step.")
  @Nullable Long steps;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Train up to this many passes over the images. Default: 10.")
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
    Usage.meaning(spec, () -> budget(1, 1));
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

  Budget budget(long imagesPerEpoch, long imagesPerStep) {
    if (steps != null) {
      return Budget.steps(steps);
    }
    if (images != null) {
      return Budget.images(images, imagesPerStep);
    }
    if (minutes != null) {
      return Budget.minutes(minutes);
    }
    return Budget.epochs(epochs == null ? DEFAULT_EPOCHS : epochs, imagesPerEpoch, imagesPerStep);
  }
}
