package io.inkwash.spark;

import io.inkwash.request.DrawingWords;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link DrawingWords} in a form that Spark can send.
 *
 * @param options those that are there, by name
 */
record SentWords(Map<String, String> options, List<String> classes, List<String> prompts, long seed)
    implements Serializable {

  static SentWords of(DrawingWords words) {
    Map<String, String> options = new HashMap<>();
    words.solver().ifPresent(value -> options.put("solver", value));
    words.grid().ifPresent(value -> options.put("grid", value));
    words.steps().ifPresent(value -> options.put("steps", value.toString()));
    words.threshold().ifPresent(value -> options.put("threshold", value));
    words.guidance().ifPresent(value -> options.put("guidance", value));
    words.negative().ifPresent(value -> options.put("negative", value));
    return new SentWords(options, words.classes(), words.prompts(), words.seed());
  }

  DrawingWords words() {
    return new DrawingWords(
        option("solver"),
        option("grid"),
        option("steps").map(Integer::valueOf),
        option("threshold"),
        option("guidance"),
        classes,
        prompts,
        option("negative"),
        seed);
  }

  /** The same of one image's seed, and of its class or prompt where there is one. */
  SentWords of(long otherSeed, Optional<String> ofClass, Optional<String> prompt) {
    return new SentWords(
        options,
        ofClass.map(List::of).orElse(prompt.isPresent() ? List.of() : classes),
        prompt.map(List::of).orElse(ofClass.isPresent() ? List.of() : prompts),
        otherSeed);
  }

  private Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }
}
