package io.inkwash.studio.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.studio.http.RequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaygroundTest {

  /**
   * Of 4000 particles a mean errs by 0.01 and a covariance by 0.01: four deviations are allowed.
   */
  private static final double SAMPLING_ERROR = 0.04;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "moons | vp | ddim | linspace",
        "ring(modes=5) | rectified-flow | heun(variable=time) | linspace",
        "spiral | edm | dpm++ | karras",
        "checkerboard | linear-betas | ancestral | trailing",
        "two-islands | ve | euler-ancestral | log-snr",
      })
  void exactParticlesEndOnTheMixture(String points, String path, String solver, String grid) {
    String form =
        "{'points': '%s', 'path': '%s', 'solver': '%s', 'grid': '%s', 'steps': 80,"
            + " 'particles': 4000, 'lattice': 0, 'seed': 3}";
    String settings = form.formatted(points, path, solver, grid);
    PointMixture data = Recorded.settings(settings).points();
    double[][] last = Recorded.of(settings).last();

    double[] mean = new double[2];
    for (double[] point : last) {
      mean[0] += point[0] / last.length;
      mean[1] += point[1] / last.length;
    }
    double[] covariance = new double[3];
    for (double[] point : last) {
      double dx = point[0] - mean[0];
      double dy = point[1] - mean[1];
      covariance[0] += dx * dx / last.length;
      covariance[1] += dx * dy / last.length;
      covariance[2] += dy * dy / last.length;
    }
    assertThat(mean).containsExactly(data.mean(), within(SAMPLING_ERROR));
    assertThat(covariance).containsExactly(data.covariance(), within(SAMPLING_ERROR));
  }

  @Test
  void tooFewStepsMissTheData() {
    String form = "{'points': 'moons', 'path': 'vp', 'steps': %d, 'lattice': 0}";
    double few = Recorded.of(form.formatted(3)).number("distance");
    double many = Recorded.of(form.formatted(60)).number("distance");
    assertThat(few).isGreaterThan(3 * many);
  }

  @Test
  void theLearnedFieldApproachesTheExactOne() {
    Recorded run =
        Recorded.of(
            "{'model': 'learned(steps=600)', 'points': 'ring(modes=4)', 'path': 'rectified-flow',"
                + " 'target': 'velocity', 'weighting': 'unit-velocity', 'particles': 500}");
    List<Double> errors =
        run.all("number").stream()
            .filter(number -> number.get("name").asText().equals("fieldError"))
            .map(number -> number.get("value").asDouble())
            .toList();
    assertThat(errors.get(errors.size() - 1)).isLessThan(0.3 * errors.get(0));
    assertThat(run.number("distance")).isLessThan(0.25);
    assertThat(run.names()).contains("begin", "training", "field", "frame", "end");
  }

  @Test
  void guidanceLeavesTheOtherClassesAlone() {
    String form =
        "{'points': 'ring(modes=4)', 'class': 1, 'guidance': 'classifier-free(weight=%s)',"
            + " 'particles': 400, 'lattice': 4}";
    for (double[] point : Recorded.of(form.formatted("1")).last()) {
      assertThat(point[0]).isCloseTo(0, within(0.3)); // mode 1 of 4 is at (0, 0.8), deviation 0.05
      assertThat(point[1]).isCloseTo(0.8, within(0.3));
    }
    double[][] strong = Recorded.of(form.formatted("4")).last();
    double height = 0;
    for (double[] point : strong) {
      height += point[1] / strong.length;
    }
    assertThat(height).as("goes beyond the class").isGreaterThan(0.8);
  }

  /** Song and Ermon 2019, section 3.2.2: one faint level cannot weigh modes that lie far apart. */
  @Test
  void langevinAtOneLevelWeighsIslandsWrongAndAnnealingRight() {
    String form =
        "{'points': 'two-islands(share=0.2)', 'path': '%s', 'solver': '%s', 'grid': 'linspace',"
            + " 'steps': %d, 'start': 'even', 'particles': 2000, 'lattice': 0}";
    double one =
        Recorded.of(
                form.formatted(
                    "ncsn-levels(sigmaMin=0.1, sigmaMax=0.1001, timesteps=40)",
                    "annealed-langevin(epsilon=0.005, corrections=5)",
                    40))
            .shareAbove();
    double annealed =
        Recorded.of(
                form.formatted(
                    "ncsn-levels(sigmaMin=0.1, sigmaMax=3, timesteps=40)",
                    "annealed-langevin(epsilon=0.005, corrections=20)",
                    40))
            .shareAbove();
    assertThat(one).isBetween(0.4, 0.6);
    assertThat(annealed).isCloseTo(0.8, within(0.05));
  }

  @Test
  void aGeneratorWithoutPenaltyReachesFewerModesThanTheData() {
    Recorded run =
        Recorded.of(
            "{'model': 'gan(steps=400)', 'points': 'ring(modes=8)', 'particles': 800,"
                + " 'lattice': 0}");
    Set<Long> modes = new HashSet<>();
    for (double[] point : run.last()) {
      if (Math.abs(Math.hypot(point[0], point[1]) - 0.8) < 0.15) {
        modes.add(Math.round(4 * Math.atan2(point[1], point[0]) / Math.PI) & 7);
      }
    }
    assertThat(run.all("training")).isNotEmpty();
    assertThat(modes.size()).isLessThan(8);
  }

  @Test
  void aDecoderWithOneVarianceCoversAndBlurs() {
    Recorded run =
        Recorded.of(
            "{'model': 'vae(steps=600)', 'points': 'ring(modes=8)', 'particles': 800,"
                + " 'lattice': 0}");
    int between = 0;
    for (double[] point : run.last()) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int k = 0; k < 8; k++) {
        double angle = Math.PI * k / 4;
        nearest =
            Math.min(
                nearest,
                Math.hypot(point[0] - 0.8 * Math.cos(angle), point[1] - 0.8 * Math.sin(angle)));
      }
      between += nearest > 0.15 ? 1 : 0; // three deviations of the data: 1 in 90 of its points
    }
    assertThat(between / 800.0).isGreaterThan(0.1);
    assertThat(run.number("distance")).isLessThan(0.25);
  }

  @Test
  void framesAreTheSameTwiceAndBounded() {
    String settings = "{'steps': 1000, 'particles': 20, 'lattice': 3, 'solver': 'ancestral'}";
    Recorded first = Recorded.of(settings);
    assertThat(first.all("frame")).hasSizeBetween(200, 242);
    assertThat(first.last()).isDeepEqualTo(Recorded.of(settings).last());
    JsonNode frame = first.all("frame").get(1);
    assertThat(Recorded.points(frame.get("score"))).hasDimensions(9, 2);
    assertThat(Recorded.points(frame.get("velocity"))).hasDimensions(9, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'path': 'vpp'} | path | did you mean vp",
        "{'steps': 0} | steps | allowed",
        "{'class': 2, 'points': 'moons'} | class | allowed: 0 to 1",
        "{'guidance': 'classifier(file=/etc/passwd)'} | guidance | opens none",
        "{'path': 'linear-betas(timesteps=2000000000)'} | path | at most 10000",
        "{'given': ['1 2']} | given | x y class",
        "{'points': 'ring(modes=99)'} | points | allowed: 1 to 32",
        "{'solver': 'ancestral-learned'} | solver | learned variance",
        "{'solver': 'rk45'} | solver | its own way",
        "{'wrong': 1} | wrong | no such field",
      })
  void refusalsNameTheField(String settings, String field, String message) {
    assertThatThrownBy(() -> Recorded.settings(settings))
        .isInstanceOfSatisfying(
            RequestException.class, refused -> assertThat(refused.field()).contains(field.strip()))
        .hasMessageContaining(message.strip());
  }
}
