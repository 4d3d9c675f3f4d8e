package io.inkwash.studio.api;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.Run;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.PeerNames;
import io.inkwash.request.DrawingWords;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.work.Reasons;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The fields of a request by which images are drawn. */
final class Words {
  private static final int MOST_STEPS = 4000;
  private static final int MOST_CLASSES = 256;
  private static final int LONGEST_PROMPT = 32_000;

  private Words() {}

  /**
   * The request for images that the fields make.
   *
   * @throws RequestException naming the field that cannot be
   */
  static GenerateOptions options(Fields fields, Run run) {
    Recipe recipe = run.recipe();
    DrawingWords all = requested(words(fields), recipe, fields);
    String field = fields.has("prompt") ? "prompt" : "classes";
    GenerateOptions options = Reasons.of(field, () -> all.options(recipe));
    Reasons.of(field, () -> options.request().of(recipe.condition()));
    requireGuidance(fields, recipe, options);
    Reasons.of(
        "solver",
        () -> {
          all.check(run);
          return options;
        });
    return options;
  }

  /** Words with the prompts: of a model of classes one of them. */
  private static DrawingWords requested(DrawingWords words, Recipe recipe, Fields fields) {
    String prompt = fields.text("prompt", LONGEST_PROMPT).orElse("");
    Optional<String> negative =
        fields.text("negativePrompt").map(String::strip).filter(text -> !text.isEmpty());
    if (!words.classes().isEmpty() && !prompt.isBlank()) {
      throw fields.fault("prompt", "and classes exclude each other; give one");
    }
    if (!recipe.readsCaptions()) {
      if (negative.isPresent()) {
        throw fields.fault("negativePrompt", "is for models of captions, and this is none");
      }
      return prompt.isBlank() ? words : words.ofClasses(List.of(prompt.strip()));
    }
    List<String> prompts =
        prompt.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return prompts.isEmpty() && negative.isEmpty() ? words : words.withPrompts(prompts, negative);
  }

  /** A negative prompt is what guidance leads away from, on the way to a prompt. */
  private static void requireGuidance(Fields fields, Recipe recipe, GenerateOptions options) {
    if (options.negative().isEmpty()) {
      return;
    }
    Reasons.of("negativePrompt", () -> options.negative().get().of(recipe.condition()));
    if (options.request().isEmpty()) {
      throw fields.fault("negativePrompt", "goes with a prompt; give one");
    }
    if (recipe instanceof DiffusionRecipe diffusion
        && diffusion.sampledBy(options).guidance().name().equals("none")) {
      throw fields.fault("negativePrompt", "acts by guidance, and there is none; add guidance 3");
    }
  }

  /** The words of the fields solver, grid, steps, threshold, guidance, classes, seed. */
  static DrawingWords words(Fields fields) {
    Optional<String> solver = word(fields, "solver", Catalog.SOLVERS);
    OptionalInt steps = fields.integer("steps", 1, MOST_STEPS);
    return new DrawingWords(
        solver,
        word(fields, "grid", Catalog.GRIDS),
        steps.isPresent() ? Optional.of(steps.getAsInt()) : Optional.empty(),
        word(fields, "threshold", Catalog.THRESHOLDS),
        word(fields, "guidance", Catalog.GUIDANCES),
        fields.texts("classes", MOST_CLASSES),
        fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0));
  }

  /** A value of the catalog, which no file is read for. */
  private static Optional<String> word(Fields fields, String name, Registry<?> registry) {
    Optional<String> word = fields.text(name);
    word.ifPresent(
        text -> {
          Specs.requireFileless(name, text);
          boolean peer = registry == Catalog.SOLVERS && PeerNames.of(text).isPresent();
          if (!peer) {
            String value = registry == Catalog.GUIDANCES ? DrawingWords.guidance(text) : text;
            Reasons.of(name, () -> registry.make(Spec.parse(value)));
          }
        });
    return word;
  }

  /** All that makes the images, by the keywords of their files' text. */
  static Map<String, String> settings(String model, Recipe recipe, GenerateOptions requested) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("inkwash:model", model);
    settings.put("inkwash:recipe", recipe.name());
    if (recipe instanceof DiffusionRecipe diffusion) {
      DiffusionRecipe.Sampling sampling = diffusion.sampledBy(requested);
      settings.putAll(DrawingWords.text(sampling, requested.seed()));
      settings.put("inkwash:guidance", sampling.guidance().toString());
    } else {
      settings.put("inkwash:seed", Long.toString(requested.seed()));
    }
    settings.putAll(DrawingWords.text(requested));
    return settings;
  }
}
