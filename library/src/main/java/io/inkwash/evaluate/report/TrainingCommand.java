package io.inkwash.evaluate.report;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.open.Reading;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The command line that trains a run again. */
public final class TrainingCommand {
  private TrainingCommand() {}

  /**
   * The words after {@code inkwash}; empty for a recipe that the library does not ship.
   *
   * @param step the step to train to
   */
  public static Optional<List<String>> of(Path run, long step) {
    Run opened = Run.open(run);
    Recipe recipe = opened.recipe();
    Provenance provenance = opened.provenance();
    Recipe shipped;
    try {
      shipped = Recipes.named(recipe.name());
    } catch (SpecException ownRecipe) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    words.addAll(List.of("train", "--recipe", recipe.name(), "--data", provenance.data().word()));
    words.addAll(List.of("--out", run.toString(), "--steps", Long.toString(step)));
    words.addAll(List.of("--seed", Long.toString(provenance.seed())));
    words.addAll(List.of("--threads", Integer.toString(provenance.threads())));
    words.addAll(List.of("--precision", provenance.precision().name().toLowerCase(Locale.ROOT)));
    words.addAll(words(provenance.reading()));
    ImageSpec data = recipe.data();
    if (data.height() == data.width()) {
      words.addAll(List.of("--size", Integer.toString(data.height())));
    }
    if (data.classes() > 0 && !provenance.reading().clustered()) {
      words.add("--conditional");
    }
    Settings.differences(shipped, recipe)
        .forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    return Optional.of(words);
  }

  /** How files were made a set, where that is not the usual way. */
  private static List<String> words(Reading reading) {
    List<String> words = new ArrayList<>();
    if (reading.holdOut() != Reading.DEFAULT.holdOut()) {
      words.addAll(List.of("--hold-out", Double.toString(reading.holdOut())));
    }
    if (reading.labels() == Reading.Labels.FILE_NAMES) {
      words.addAll(List.of("--labels", "file-names"));
    }
    if (reading.clusters() != null) {
      words.addAll(List.of("--clusters", reading.clusters().toString()));
    }
    if (reading.bad() == Reading.BadImages.SKIP) {
      words.add("--skip-bad");
    }
    return words;
  }
}
