package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Registry;
import io.inkwash.cli.options.RecipeWords;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageSpec;
import io.inkwash.evaluate.EvaluationMetrics;
import io.inkwash.file.Json;
import io.inkwash.format.Quote;
import io.inkwash.model.Families;
import io.inkwash.model.RecipeFile;
import io.inkwash.model.Run;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.Catalog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a recipe: what it is, its values, and its process as a table. */
@Command(
    name = "explain",
    description = "Prints a recipe: what it is, its values, and its process as a table.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
  private static final int MOST_NAMES = 20;
  private static final String ROW = "  %-28s %s%n";

  /** What to explain. */
  static final class Subject {
    @Option(
        names = "--recipe",
        paramLabel = "NAME",
        description = "A recipe, or a file of one, which ends in .json.")
    @Nullable String recipe;

    @Option(names = "--run", paramLabel = "RUN", description = "The recipe of a run.")
    @Nullable Path run;

    @Option(
        names = "--list",
        paramLabel = "KIND",
        arity = "0..1",
        fallbackValue = "",
        description =
            "All names of recipes and of values, or those of one kind, such as recipe, solver,"
                + " network or metric.")
    @Nullable String list;
  }

  @Spec CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  Subject subject;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a field of the recipe first. Repeatable.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "11",
      description = "Rows of the table. Default: 11.")
  int rows;

  @Option(
      names = "--json",
      description =
          "Print JSON: the recipe as a file, for train --recipe FILE.json, or the names of --list"
              + " with their descriptions and arguments.")
  boolean json;

  @Override
  public Integer call() {
    Usage.requireAtLeast(spec, "--rows", rows, 1);
    PrintWriter out = spec.commandLine().getOut();
    if (subject.list != null) {
      String kind = subject.list;
      Usage.meaning(spec, () -> requireKind(kind));
      CatalogList names = CatalogList.of(kind);
      out.println(json ? Json.pretty(names.kinds()) : names.text());
    } else if (json) {
      out.println(Json.pretty(RecipeFile.of(changed())));
    } else {
      explain(changed(), out);
    }
    out.flush();
    return 0;
  }

  private Recipe changed() {
    Recipe recipe = recipe();
    return Usage.meaning(spec, () -> Settings.apply(recipe, settings));
  }

  private Recipe recipe() {
    if (subject.run != null) {
      return Run.open(subject.run).recipe();
    }
    String name = String.valueOf(subject.recipe);
    return Usage.meaning(spec, () -> RecipeWords.recipe(name));
  }

  /** Refuses a kind that there is not, with those that there are. */
  private static String requireKind(String kind) {
    List<String> kinds = new ArrayList<>(List.of(CatalogList.RECIPE));
    EvaluationMetrics.registries().forEach(registry -> kinds.add(registry.kind()));
    if (!kind.isEmpty() && !kinds.contains(kind)) {
      throw Registry.unknown("there is no kind", kind, kinds);
    }
    return kind;
  }

  private void explain(Recipe recipe, PrintWriter out) {
    out.println(recipe.name());
    out.println(wrapped(recipe.about()));
    out.println();
    out.printf(Locale.ROOT, ROW, "family", Families.nameOf(recipe));
    out.printf(Locale.ROOT, ROW, "data", words(recipe.data()));
    Settings.of(recipe).forEach((key, value) -> out.printf(Locale.ROOT, ROW, key, value));
    if (recipe instanceof DiffusionRecipe diffusion) {
      DiffusionRecipe.Sampling sampling = diffusion.sampling();
      int evaluations = Catalog.SOLVERS.make(sampling.solver()).evaluations(sampling.steps());
      out.printf(Locale.ROOT, ROW, "evaluations", Integer.toString(evaluations) + " an image");
      out.println();
      table(DiffusionMethod.of(diffusion), out);
    }
  }

  private static String words(ImageSpec data) {
    return data.form()
        + format(", pixels in [%.0f, %.0f]", data.range().low(), data.range().high())
        + classes(data);
  }

  private static String classes(ImageSpec data) {
    if (data.clustered()) {
      return format(", %d clusters", data.classes());
    }
    return data.classes() == 0
        ? ""
        : format(", %d classes: %s", data.classes(), names(data.classNames()));
  }

  private static String names(List<String> classes) {
    String first =
        classes.stream().limit(MOST_NAMES).map(Quote::line).collect(Collectors.joining(", "));
    return first + (classes.size() > MOST_NAMES ? ", ..." : "");
  }

  /** The process at times spread over the sampling grid, and the step from each. */
  private void table(DiffusionMethod method, PrintWriter out) {
    GaussianPath path = method.path();
    double[] times = method.plan().sampler().times();
    out.println("x_t = alpha x0 + sigma eps; step to s: x_s ~ N(cx x_t + c0 x0, sd^2)");
    out.printf(
        Locale.ROOT,
        "%10s %8s %10s %10s %9s %10s %10s %10s%n",
        "t",
        "input",
        "alpha",
        "sigma",
        "log-SNR",
        "cx",
        "c0",
        "sd");
    TreeSet<Integer> shown = new TreeSet<>();
    int steps = times.length - 1;
    for (int i = 0; i < rows; i++) {
      shown.add((int) Math.round((double) i * (steps - 1) / Math.max(1, rows - 1)));
    }
    for (int i : shown) {
      double t = times[i];
      Posterior step = path.posterior(t, times[i + 1]);
      out.printf(
          Locale.ROOT,
          "%10.4g %8.4g %10.6f %10.6f %9.3f %10.6f %10.6f %10.6f%n",
          t,
          method.parameterization().noiseLevelInput().at(path, t),
          path.alpha(t),
          path.sigma(t),
          Math.rint(1000 * path.logSnr(t)) / 1000 + 0.0, // no minus before a zero
          step.xCoefficient(),
          step.x0Coefficient(),
          Math.sqrt(step.variance()));
    }
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : List.of(text.split(" "))) {
      if (column + word.length() > 88) {
        lines.append('\n');
        column = 0;
      } else if (column > 0) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString();
  }
}
