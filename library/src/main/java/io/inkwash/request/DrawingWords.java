package io.inkwash.request;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.condition.Request;
import io.inkwash.data.ClassNames;
import io.inkwash.data.ImageSpec;
import io.inkwash.file.LibraryVersion;
import io.inkwash.format.Quote;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.Capability;
import io.inkwash.model.Model;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights;
import io.inkwash.picture.Metadata;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.naming.SolverOnGrid;
import io.inkwash.recipe.parts.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How images of a model are to be drawn, in words. What is not there is as the model's recipe has
 * it.
 *
 * @param solver such as {@code ddim(eta=0.5)}, or another program's name for one; on a grid as
 *     {@code ddim@trailing}
 * @param grid such as {@code trailing}, in place of the solver's
 * @param steps 1 or more
 * @param threshold such as {@code clamp}
 * @param guidance such as {@code classifier-free(weight=2)}
 * @param classes names or numbers of classes, taken in turn
 * @param prompts of a model of captions, taken in turn
 * @param negative what the guidance leads away from
 * @param seed of the noise
 */
public record DrawingWords(
    Optional<String> solver,
    Optional<String> grid,
    Optional<Integer> steps,
    Optional<String> threshold,
    Optional<String> guidance,
    List<String> classes,
    List<String> prompts,
    Optional<String> negative,
    long seed) {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  public DrawingWords {
    classes = List.copyOf(classes);
    prompts = List.copyOf(prompts);
    guidance = guidance.map(DrawingWords::guidance);
    if (!classes.isEmpty() && !prompts.isEmpty()) {
      throw new IllegalArgumentException("classes and prompts at once; allowed: one of the two");
    }
    if (steps.isPresent() && steps.get() < 1) {
      throw new IllegalArgumentException("steps is " + steps.get() + "; allowed: 1 or more");
    }
  }

  /** Without prompts. */
  public DrawingWords(
      Optional<String> solver,
      Optional<String> grid,
      Optional<Integer> steps,
      Optional<String> threshold,
      Optional<String> guidance,
      List<String> classes,
      long seed) {
    this(solver, grid, steps, threshold, guidance, classes, List.of(), Optional.empty(), seed);
  }

  /** The same with prompts, and with what the guidance leads away from. */
  public DrawingWords withPrompts(List<String> texts, Optional<String> away) {
    return new DrawingWords(solver, grid, steps, threshold, guidance, classes, texts, away, seed);
  }

  /** A guidance as it is called here: a number is the weight of classifier-free. */
  public static String guidance(String word) {
    return NUMBER.matcher(word).matches() ? "classifier-free(weight=" + word + ")" : word;
  }

  /** All as the recipe has it, with a seed. */
  public static DrawingWords usual(long seed) {
    return new DrawingWords(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        seed);
  }

  /**
   * What a picture's text says; empty where it is not of this program's drawing.
   *
   * @throws IllegalArgumentException if the text is damaged
   */
  public static Optional<DrawingWords> of(Metadata text) {
    Optional<String> seed = text.value("seed");
    if (seed.isEmpty() || text.value("recipe").isEmpty() || text.value("task").isPresent()) {
      return Optional.empty();
    }
    String classes = text.value("classes").orElse("[]");
    String inner =
        classes.substring(Math.min(1, classes.length()), Math.max(1, classes.length() - 1));
    return Optional.of(
        new DrawingWords(
            text.value("solver"),
            text.value("grid"),
            text.value("steps").map(Integer::valueOf),
            text.value("threshold"),
            text.value("guidance"),
            inner.isBlank() ? List.of() : List.of(inner.split(", *", -1)),
            text.value("prompts").map(lines -> List.of(lines.split("\n", -1))).orElse(List.of()),
            text.value("negative"),
            Long.parseLong(seed.get())));
  }

  /** The same for images of these classes. */
  public DrawingWords ofClasses(List<String> words) {
    return new DrawingWords(solver, grid, steps, threshold, guidance, words, seed);
  }

  /**
   * Refuses one of the words, if it names nothing.
   *
   * @param registry the registry that it must be of
   * @throws SpecException with those that there are
   */
  private static Optional<Spec> spec(Optional<String> word, Registry<?> registry) {
    return word.map(
        text -> {
          Spec spec = Spec.parse(text);
          registry.make(spec);
          return spec;
        });
  }

  /**
   * The request, for a model of a recipe.
   *
   * @throws SpecException if a word names nothing
   * @throws IllegalArgumentException if the model has no such class
   */
  public GenerateOptions options(Recipe recipe) {
    return options(prompts.isEmpty() ? Request.classes(classes(recipe)) : Request.prompts(prompts));
  }

  /**
   * The request, for a model of any text.
   *
   * @throws SpecException if a word names nothing
   * @throws IllegalArgumentException if classes are requested
   */
  public GenerateOptions options() {
    if (!classes.isEmpty()) {
      throw new IllegalArgumentException(
          "class " + Quote.of(classes.get(0)) + " of a model of text; write a prompt instead");
    }
    return options(Request.prompts(prompts));
  }

  private GenerateOptions options(Request request) {
    Optional<SolverOnGrid> choice = solver.map(words -> SolverOnGrid.parse(words).check());
    return new GenerateOptions(
        choice.map(SolverOnGrid::solver),
        spec(grid, Catalog.GRIDS).or(() -> choice.flatMap(SolverOnGrid::grid)),
        steps.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        spec(threshold, Catalog.THRESHOLDS),
        spec(guidance, Catalog.GUIDANCES),
        request,
        negative.map(text -> Request.prompts(List.of(text))),
        seed,
        Optional.empty());
  }

  /** The classes requested: of the model, or of a guidance that brings classes of its own. */
  private List<Integer> classes(Recipe recipe) {
    if (!classes.isEmpty() && recipe.readsCaptions()) {
      throw new IllegalArgumentException(
          "class " + Quote.of(classes.get(0)) + " of a model of captions; write a prompt instead");
    }
    ImageSpec data = recipe.data();
    ImageSpec named =
        guidance.isEmpty() || data.classes() > 0
            ? data
            : data.withClasses(Catalog.GUIDANCES.make(Spec.parse(guidance.get())).classNames());
    ClassNames known = new ClassNames(named.classNames());
    return classes.stream().map(known::index).toList();
  }

  /**
   * Refuses what the run's model cannot do, before its weights are read.
   *
   * @throws SpecException if the grid or the solver does not fit the model
   * @throws IllegalArgumentException if it has no such class
   */
  public void check(Run run) {
    Recipe recipe = run.require(Capability.DRAWS, "sample").recipe();
    GenerateOptions requested = options(recipe);
    if (!prompts.isEmpty()) {
      requested.request().of(recipe.condition());
    }
    requested.negative().ifPresent(away -> away.of(recipe.condition()));
    if (recipe instanceof DiffusionRecipe diffusion) {
      DiffusionMethod.of(diffusion).plan(diffusion.sampledBy(requested));
    }
  }

  /** What to write beside anything that came of a model: facts by name, as PNG files hold them. */
  public static Map<String, String> text(Model model, SavedWeights.Which weights) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("Software", "inkwash " + LibraryVersion.text());
    text.put("inkwash:recipe", model.recipe().name());
    text.put("inkwash:step", Long.toString(model.weights().step()));
    text.put("inkwash:weights", weights.word() + " sha256:" + model.weights().hash());
    return text;
  }

  /** What to write beside anything that was drawn by a sampling from a seed. */
  public static Map<String, String> text(DiffusionRecipe.Sampling sampling, long seed) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("inkwash:solver", sampling.solver().toString());
    text.put("inkwash:grid", sampling.grid().toString());
    text.put("inkwash:steps", Integer.toString(sampling.steps()));
    text.put("inkwash:threshold", sampling.threshold().toString());
    text.put("inkwash:seed", Long.toString(seed));
    return text;
  }

  /** What a picture was to show: its classes or prompts, and what guidance moved away from. */
  public static Map<String, String> text(GenerateOptions requested) {
    Map<String, String> text = new LinkedHashMap<>();
    requested.request().describe((kind, words) -> text.put("inkwash:" + kind, words));
    requested.negative().ifPresent(away -> text.put("inkwash:negative", away.toString()));
    return text;
  }

  /** What to write beside a picture that a model drew on request. */
  public static Map<String, String> text(
      Model model, SavedWeights.Which weights, GenerateOptions requested) {
    Map<String, String> text = text(model, weights);
    if (model.recipe() instanceof DiffusionRecipe recipe) {
      DiffusionRecipe.Sampling sampling = recipe.sampledBy(requested);
      text.putAll(text(sampling, requested.seed()));
      text.put("inkwash:guidance", sampling.guidance().toString());
    } else {
      text.put("inkwash:seed", Long.toString(requested.seed()));
    }
    text.putAll(text(requested));
    return text;
  }
}
