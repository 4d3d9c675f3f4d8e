package io.inkwash.studio.playground;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.process.GaussianPath;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.playground.PointMixture.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Settings from the fields of a request. Whatever is refused names its field; numbers within specs
 * are bounded, and files are not opened.
 *
 * @param fields of the request
 */
record PlaygroundForm(Fields fields) {
  private static final int MOST_GIVEN = 400;
  private static final int MOST_STEPS = 1000;
  private static final double LARGEST = 10_000;
  private static final double GIVEN_DEVIATION = 0.04;

  /**
   * The settings.
   *
   * @throws RequestException of status 422 with the field that cannot be
   */
  PlaygroundSettings settings() {
    GaussianPath path = make(Catalog.PATHS, "path", "vp");
    PlaygroundSettings.Learning learning =
        new PlaygroundSettings.Learning(
            make(Catalog.TARGETS, "target", "v"),
            make(Catalog.WEIGHTINGS, "weighting", "simple"),
            make(Catalog.TIMES, "times", "uniform"),
            make(Catalog.ADVERSARIAL_LOSSES, "game", "non-saturating"));
    PlaygroundSettings settings =
        refusing(
            "class",
            () ->
                new PlaygroundSettings(
                    points(),
                    make(PointModels.MODELS, "model", "exact"),
                    learning,
                    sampler(path),
                    make(Catalog.GUIDANCES, "guidance", "classifier-free(weight=1)"),
                    fields.integer("class", 0, 63),
                    start(),
                    fields.integer("particles", 1, 4000).orElse(2000),
                    fields.integer("lattice", 0, 32).orElse(20),
                    fields.whole("seed", 0, Long.MAX_VALUE).orElse(0)));
    fields.requireKnown();
    return settings;
  }

  private PlaygroundSettings.Start start() {
    String word = fields.text("start").orElse("noise");
    return switch (word) {
      case "noise" -> PlaygroundSettings.Start.NOISE;
      case "even" -> PlaygroundSettings.Start.EVEN;
      default -> throw fields.fault("start", "is no start; allowed: noise, even");
    };
  }

  private SamplingLoop sampler(GaussianPath path) {
    Solver solver = make(Catalog.SOLVERS, "solver", "ddim");
    if (solver.needsVariance()) {
      throw fields.fault("solver", "needs a learned variance, which points do not have");
    }
    if (solver.imageByImage()) {
      throw fields.fault(
          "solver", "takes each point its own way; the playground moves all at once");
    }
    int steps = fields.integer("steps", 1, MOST_STEPS).orElse(40);
    double[] times =
        refusing("grid", () -> make(Catalog.GRIDS, "grid", "linspace").times(path, steps));
    if (times.length > MOST_STEPS + 1) {
      throw fields.fault(
          "grid", format("has %d times; allowed: at most %d", times.length, MOST_STEPS + 1));
    }
    return refusing("solver", () -> new SamplingLoop(path, solver, times));
  }

  private PointMixture points() {
    List<String> given = fields.texts("given", MOST_GIVEN);
    if (given.isEmpty()) {
      return make(PointSets.POINTS, "points", "moons");
    }
    List<Component> components = new ArrayList<>();
    for (String point : given) {
      components.add(refusing("given", () -> component(point)));
    }
    return new PointMixture(components);
  }

  /** A point as it is written: {@code x y class}. */
  private static Component component(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 3 || !parts[2].matches("[0-7]")) {
      throw new SpecException("a point is not of the form x y class, such as 0.5 -0.2 0");
    }
    double[] xy;
    try {
      xy = new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])};
    } catch (NumberFormatException e) {
      throw new SpecException("a point is not of the form x y class, such as 0.5 -0.2 0");
    }
    if (!(Math.abs(xy[0]) <= 2 && Math.abs(xy[1]) <= 2)) {
      throw new SpecException("a point lies outside; allowed: coordinates from -2 to 2");
    }
    return new Component(1, xy[0], xy[1], GIVEN_DEVIATION, Integer.parseInt(parts[2]));
  }

  private <T> T make(Registry<T> registry, String field, String otherwise) {
    return refusing(
        field,
        () -> {
          Spec spec = registry.complete(Spec.parse(fields.text(field).orElse(otherwise)));
          spec.arguments().forEach((key, value) -> requireSmall(registry.kind(), key, value));
          return registry.make(spec);
        });
  }

  private static void requireSmall(String kind, String key, String value) {
    if (key.equals("file")) {
      throw new SpecException("this " + kind + " reads a file; the playground opens none");
    }
    for (String part : value.split(":", -1)) {
      if (part.matches("-?[0-9.eE+-]+") && !isSmall(part)) {
        throw new SpecException(
            kind + "'s " + key + " is " + part + "; allowed here: at most " + (int) LARGEST);
      }
    }
  }

  private static boolean isSmall(String number) {
    try {
      return Math.abs(Double.parseDouble(number)) <= LARGEST;
    } catch (NumberFormatException e) {
      return true; // the registry refuses it
    }
  }

  private <T> T refusing(String field, Supplier<T> made) {
    try {
      return made.get();
    } catch (SpecException | IllegalArgumentException e) {
      throw RequestException.field(field, String.valueOf(e.getMessage()));
    }
  }
}
