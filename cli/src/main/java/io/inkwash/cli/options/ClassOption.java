package io.inkwash.cli.options;

import io.inkwash.data.ClassNames;
import io.inkwash.data.ImageSpec;
import io.inkwash.format.Quote;
import io.inkwash.recipe.Recipe;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that requests images of some classes. */
public final class ClassOption {

  @Option(
      names = "--class",
      paramLabel = "K",
      split = ":",
      description =
          "Class of the images, of a conditional model: its name, or its number from 0; several, as"
              + " cat:dog or 3:5, are taken in turn. A model of captions takes --prompt instead.")
  List<String> words = List.of();

  /**
   * Refuses classes of a model that takes prompts.
   *
   * @throws IllegalArgumentException with the option for those
   */
  void requireClasses(Recipe recipe) {
    if (!words.isEmpty() && recipe.readsCaptions()) {
      throw new IllegalArgumentException(
          "class "
              + Quote.of(words.get(0))
              + " of a model of captions; request it by --prompt TEXT");
    }
  }

  /**
   * The classes of a model that are requested; none if the user names none.
   *
   * @throws IllegalArgumentException if the model has no such class
   */
  public List<Integer> of(ImageSpec data) {
    ClassNames known = new ClassNames(data.classNames());
    return words.stream().map(known::index).toList();
  }
}
