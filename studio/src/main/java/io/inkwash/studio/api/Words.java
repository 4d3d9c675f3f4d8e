package io.inkwash.studio.api;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.recipe.naming.SolverOnGrid;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.DrawingWords;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.model.ServedModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The fields of a request by which images are drawn. */
final class Words {
  private static final int MOST_STEPS = 4000;
  private static final int MOST_CLASSES = 256;
  private static final int LONGEST_PROMPT = 32_000;
  private static final int LONGEST_SIDE = 2048;

  /** Pixels of all images of a request: 64 of 512x512. */
  private static final int MOST_PIXELS = 64 * 512 * 512;

  private Words() {}

  /**
   * The request for images that the fields make.
   *
   * @throws RequestException naming the field that cannot be
   */
  static GenerateOptions options(Fields fields, ServedModel model) {
    DrawingWords all = requested(words(fields), model, fields);
    GenerateOptions options = meaning(fields, all, model);
    Reasons.check("solver", () -> model.check(all));
    return options;
  }

  /** The same for a repair, whose solver is checked with its degradation. */
  static GenerateOptions repairOptions(Fields fields, ServedModel model) {
    return meaning(fields, requested(words(fields), model, fields), model);
  }

  private static GenerateOptions meaning(Fields fields, DrawingWords words, ServedModel model) {
    String field = fields.has("prompt") ? "prompt" : "classes";
    GenerateOptions options = Reasons.of(field, () -> model.options(words));
    Reasons.check(field, () -> model.requireMeaning(options, false));
    requireGuidance(fields, model, options);
    return options;
  }

  /**
   * The form of the pictures: of the size that is requested, or the model's own.
   *
   * @throws RequestException naming the field, if the model draws none of that size
   */
  static ImageSpec pictures(Fields fields, ServedModel model) {
    OptionalInt width = fields.integer("width", 1, LONGEST_SIDE);
    OptionalInt height = fields.integer("height", 1, LONGEST_SIDE);
    String field = width.isPresent() ? "width" : "height";
    return Reasons.of(field, () -> model.pictures(width, height));
  }

  /**
   * How many images are requested: fewer where they are large.
   *
   * @param most of small ones
   * @param usual where none is named
   */
  static int count(Fields fields, ImageSpec pictures, int most, int usual) {
    int pixels = pictures.width() * pictures.height();
    int allowed = Math.max(1, Math.min(most, MOST_PIXELS / pixels));
    return fields.integer("count", 1, allowed).orElse(Math.min(usual, allowed));
  }

  /** Words with the prompts: of a model of classes one of them. */
  private static DrawingWords requested(DrawingWords words, ServedModel model, Fields fields) {
    String prompt = fields.text("prompt", LONGEST_PROMPT).orElse("");
    Optional<String> negative =
        fields.text("negativePrompt").map(String::strip).filter(text -> !text.isEmpty());
    if (!words.classes().isEmpty() && !prompt.isBlank()) {
      throw fields.fault("prompt", "and classes exclude each other; give one");
    }
    if (!model.readsPrompts()) {
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
  private static void requireGuidance(Fields fields, ServedModel model, GenerateOptions options) {
    if (options.negative().isEmpty()) {
      return;
    }
    Reasons.check("negativePrompt", () -> model.requireMeaning(options, true));
    if (options.request().isEmpty()) {
      throw fields.fault("negativePrompt", "goes with a prompt; give one");
    }
    if (model.denoises() && model.guidance(options).name().equals("none")) {
      throw fields.fault("negativePrompt", "acts by guidance, and there is none; add guidance 3");
    }
  }

  /** The words of the fields solver, grid, steps, threshold, guidance, classes, seed. */
  static DrawingWords words(Fields fields) {
    Optional<String> solver = fields.text("solver");
    solver.ifPresent(Words::checkSolver);
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

  private static void checkSolver(String words) {
    SolverOnGrid choice = Reasons.of("solver", () -> SolverOnGrid.parse(words));
    Specs.requireFileless("solver", choice.solver().toString());
    Specs.requireFileless("solver", choice.grid().map(Spec::toString));
    Reasons.of("solver", choice::check);
  }

  /** A value of the catalog, which no file is read for. */
  private static Optional<String> word(Fields fields, String name, Registry<?> registry) {
    Optional<String> word = fields.text(name);
    word.ifPresent(
        text -> {
          Specs.requireFileless(name, text);
          String value = registry == Catalog.GUIDANCES ? DrawingWords.guidance(text) : text;
          Reasons.of(name, () -> registry.make(Spec.parse(value)));
        });
    return word;
  }
}
