package io.inkwash.studio.playground;

import io.inkwash.catalog.SpecException;
import io.inkwash.metric.SlicedWasserstein;
import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.process.GaussianPath;
import io.inkwash.train.DivergedException;
import io.inkwash.train.StepReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One run, as events:
 *
 * <table>
 *   <caption>Events in their order</caption>
 *   <tr><td>begin</td><td>points of the data with their classes, the times, the square shown</td></tr>
 *   <tr><td>training</td><td>step, steps, loss, gradientNorm</td></tr>
 *   <tr><td>field</td><td>of a model in training: score and velocity on the lattice</td></tr>
 *   <tr><td>frame</td><td>step, t, alpha, sigma, particles, and the fields at t</td></tr>
 *   <tr><td>number</td><td>name and value, such as distance</td></tr>
 *   <tr><td>failed</td><td>message: why it ended early</td></tr>
 *   <tr><td>end</td><td>nothing comes after it</td></tr>
 * </table>
 *
 * @param settings what is run
 */
record Playground(PlaygroundSettings settings) {
  private static final int SHOWN = 1500; // points of the data
  private static final int REPORTS = 120; // of a training
  private static final int PREVIEWS = 40;
  private static final int PROJECTIONS = 64;

  /**
   * Runs it.
   *
   * @param events receives each event on this thread; what it throws ends the run
   */
  void run(BiConsumer<String, Object> events) {
    Screen screen = new Screen(settings, events);
    events.accept("begin", beginning(screen));
    try (PointModel model = settings.model().open(settings)) {
      train(model, screen, events);
      model.draw(screen);
    } catch (DivergedException | SpecException | IllegalArgumentException e) {
      events.accept("failed", Map.of("message", String.valueOf(e.getMessage())));
      events.accept("end", Map.of());
      return;
    }
    screen.number("distance", distance(screen.last()));
    events.accept("end", Map.of());
  }

  private Map<String, Object> beginning(Screen screen) {
    PointMixture.Sample shown = settings.points().sample(settings.key().stream("shown"), SHOWN);
    Map<String, Object> begin = new LinkedHashMap<>();
    begin.put("points", PackedNumbers.of(shown.xy()));
    begin.put("types", shown.types());
    begin.put("classes", settings.points().classes());
    begin.put("extent", screen.extent());
    begin.put("lattice", settings.lattice());
    begin.put("times", curve());
    return begin;
  }

  /** The signal scale and the noise level at each time that is visited. */
  private List<Map<String, Double>> curve() {
    GaussianPath path = settings.path();
    List<Map<String, Double>> rows = new ArrayList<>();
    for (double t : settings.sampler().times()) {
      rows.add(Map.of("t", t, "alpha", path.alpha(t), "sigma", path.sigma(t)));
    }
    return rows;
  }

  private static void train(PointModel model, Screen screen, BiConsumer<String, Object> events) {
    int steps = model.steps();
    int report = Math.max(1, steps / REPORTS);
    int preview = Math.max(1, steps / PREVIEWS);
    double loss = Double.NaN;
    for (int step = 1; step <= steps; step++) {
      StepReport taken = model.train(step);
      loss = Double.isNaN(loss) ? taken.loss() : 0.9 * loss + 0.1 * taken.loss();
      if (step % report == 0 || step == steps) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("steps", steps);
        line.put("loss", loss);
        line.put("gradientNorm", taken.gradientNorm());
        events.accept("training", line);
      }
      if (step % preview == 0 || step == 1) {
        model.preview(screen);
      }
    }
  }

  /** How far the particles are from the points that they are to be. */
  private double distance(float[] particles) {
    PointMixture wanted =
        settings.type().isPresent()
            ? settings.points().ofClass(settings.type().getAsInt())
            : settings.points();
    int count = settings.particles();
    float[] data = wanted.sample(settings.key().stream("distance"), count).xy();
    return SlicedWasserstein.between(
            new FeatureMatrix(data, count, 2),
            new FeatureMatrix(particles, count, 2),
            PROJECTIONS,
            settings.key().stream("projections"))
        .value();
  }
}
