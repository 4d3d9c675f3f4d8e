package io.inkwash.recipe;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageSource;
import io.inkwash.text.WordTokenizer;
import java.util.List;
import java.util.stream.IntStream;

/** The captions of a set of images, as a recipe needs them. */
final class Captions {
  private Captions() {}

  /**
   * Their words, in the order of their numbers.
   *
   * @param recipe its name, for messages
   * @param classes whether a model of classes is wanted as well, which cannot be
   */
  static List<String> vocabulary(String recipe, ImageSource source, boolean classes) {
    if (classes) {
      throw new IllegalArgumentException(
          format("recipe %s reads captions; allowed: no classes beside them", recipe));
    }
    if (!source.captioned()) {
      throw new IllegalArgumentException(
          format(
              "recipe %s reads captions, and %s has none; name a set that has, such as"
                  + " mnist-captions",
              recipe, source.name()));
    }
    return WordTokenizer.vocabulary(
        IntStream.range(0, source.count()).mapToObj(source::caption).toList());
  }
}
