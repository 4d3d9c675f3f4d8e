package io.inkwash.solve;

import static io.inkwash.testkit.Close.assertClose;
import static io.inkwash.testkit.PublishedSde.SUB_VP;
import static io.inkwash.testkit.PublishedSde.VE;
import static io.inkwash.testkit.PublishedSde.VP;
import static io.inkwash.testkit.PublishedSde.fromNoise;
import static io.inkwash.testkit.PublishedSde.startingState;
import static io.inkwash.testkit.PublishedSde.steep;
import static io.inkwash.testkit.PublishedSde.wavy;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.VeLevels;
import io.inkwash.restore.CorrectedReplacement;
import io.inkwash.restore.Measurement;
import io.inkwash.restore.degradation.Masked;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.AnnealedLangevin;
import io.inkwash.solve.sde.EulerMaruyama;
import io.inkwash.solve.sde.PredictorCorrector;
import io.inkwash.testkit.Golden;
import io.inkwash.testkit.PublishedSde;
import io.inkwash.testkit.PublishedSde.Score;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Samplers against score_sde's own code, with the same models and noise.
 *
 * <p>All states that a model is asked about agree to rounding, with these correspondences:
 *
 * <ul>
 *   <li>Euler-Maruyama there always steps by 1 / N, while its times fall from 1 to eps; at eps = 1
 *       / N these are one grid, ours of trailing times.
 *   <li>Its predictor-corrector takes betas and levels from a table even for a model of continuous
 *       time: entry k - 1 at time k / N. Ours does so on a table's path. On the continuous path
 *       ours has the path's own transition, and the two meet as 1 / N.
 *   <li>On sub-VP its corrector fails, having no table, so there is nothing to compare ours with.
 *   <li>The last step there is one more predictor's mean; ours is the clean image guessed. On VE
 *       with a table they are the same, otherwise they differ by the size of that step.
 *   <li>Its Langevin corrector has one step size a batch, ours one an image: the same for a batch
 *       of one.
 *   <li>Its annealed Langevin steps by {@code 2 alpha (snr sigma)^2} and leaves the state between
 *       levels alone; ours steps by {@code epsilon (level / lowest)^2 / 2} and rescales a fading
 *       signal, so that {@code epsilon = alpha (2 snr lowest)^2}.
 *   <li>Its inpainting puts in what is known with the noise of the level that the predictor left;
 *       the script gives it that of the level reached, as ours. It starts from what is known
 *       without noise.
 * </ul>
 */
class PublishedScoreSdeTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/score-sde-models.txt");
  private static final double SNR = 0.16;

  /** Both sides are float64; rounding grows on the way through a wavy model. */
  private static final double ROUNDING = 1e-9;

  /** The states that a model was asked about, and the state at the end. */
  private record Trace(double[] asked, double[] end) {}

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void eulerMaruyama() {
    // The last step is of 1/32: the less noise is left there, the less it matters.
    Map<String, Double> lastStep = Map.of("vp", 0.03, "sub-vp", 0.01, "ve", 2e-4);
    for (PublishedSde sde : List.of(VP, SUB_VP, VE)) {
      double[] times = TimeGrid.trailing().times(sde.path(), 32);
      Trace trace = walk(sde.path(), new EulerMaruyama(), times, sde.score());
      assertAsked("euler-maruyama." + sde.name(), trace);
      assertThat(gap(trace.end, GOLDEN.vector("euler-maruyama." + sde.name())))
          .as(sde.name())
          .isLessThan(lastStep.get(sde.name()));
    }
  }

  @Test
  void predictorCorrector() {
    Trace ve = onTable(new VeLevels(0.01, 50, 32), VE, 1 / 32.0);
    assertAsked("pc.ve", ve);
    assertClose(ve.end, GOLDEN.vector("pc.ve"), ROUNDING);
    Trace vp = onTable(betas(32), VP, 1 / 32.0);
    assertAsked("pc.vp", vp);
    assertThat(gap(vp.end, GOLDEN.vector("pc.vp"))).isLessThan(3e-5); // of the last step
  }

  @Test
  void predictorCorrectorAsPublished() {
    Trace ve = onTable(new VeLevels(0.01, 50, 1000), VE, 1e-5);
    assertClose(ve.end, GOLDEN.vector("pc.ve.published"), ROUNDING);
    Trace vp = onTable(betas(1000), VP, 1e-3);
    assertThat(gap(vp.end, GOLDEN.vector("pc.vp.published"))).isLessThan(2e-7); // of the last step
  }

  @Test
  void inpainting() {
    double[] known = {0.3, -0.7, 0.9, -1.0};
    double[] mask = {1, 0, 0, 1};
    double[] start = startingState();
    GaussianPath path = new VeLevels(0.01, 50, 32);
    Arrays.setAll(start, k -> mask[k] == 1 ? known[k] / path.sigma(path.end()) : start[k]);
    try (TensorScope scope = TensorScope.open()) {
      Measurement measurement =
          Measurement.exact(new Masked(Tensors.of(mask, 2, 2)), Tensors.of(known, 1, 1, 2, 2));
      Solver solver = new CorrectedReplacement(new PredictorCorrector(SNR, 1), measurement);
      Score score = (x, k) -> VE.score().at(x, continuous(k, 32, 1 / 32.0));
      assertAsked("inpainting.ve", walk(path, solver, every(32), score, start));
    }
  }

  @Test
  void predictorCorrectorOnTheContinuousPath() {
    assertThat(continuousGap(VP, 32, 1 / 32.0, "pc.vp")).isBetween(0.1, 1.0); // betas up to 0.6
    assertThat(continuousGap(VP, 1000, 1e-3, "pc.vp.published")).isLessThan(2e-3);
    assertThat(continuousGap(VE, 32, 1 / 32.0, "pc.ve")).isBetween(0.01, 0.1);
    assertThat(continuousGap(VE, 1000, 1e-5, "pc.ve.published")).isLessThan(2e-7);
  }

  @Test
  void correctorsOfABatch() {
    double[] two = new double[8];
    Arrays.setAll(two, k -> k < 4 ? startingState()[k] : -3 * startingState()[k - 4]);
    double[] times = new double[33];
    Arrays.setAll(times, k -> 32.0 - k);
    GaussianPath path = new VeLevels(0.01, 50, 32);
    Score score = (x, k) -> VE.score().at(x, continuous(k, 32, 1 / 32.0));
    Trace together = walk(path, new PredictorCorrector(SNR, 1), times, score, two);
    double[] first = Arrays.copyOf(together.end, 4);
    assertClose(first, GOLDEN.vector("pc.ve"), ROUNDING); // whatever its neighbor
    double[] theirs = Arrays.copyOf(GOLDEN.vector("pc.ve.two"), 4);
    assertThat(gap(first, theirs)).isBetween(0.03, 0.06); // and theirs is moved by it
  }

  @Test
  void ancestral() {
    DiscretePath betas = betas(33);
    Score discrete = (x, k) -> fromNoise(wavy(x, k - 1), betas.sigma(k));
    Trace vp = walk(betas, new Ancestral(Variance.FIXED_LARGE), every(33), discrete);
    assertAsked("ancestral.vp", vp);
    assertClose(vp.end, GOLDEN.vector("ancestral.vp"), ROUNDING);
    VeLevels levels = new VeLevels(0.01, 50, 33);
    Score level = (x, k) -> steep(x, levels.sigma(k));
    Trace ve = walk(levels, new Ancestral(Variance.FIXED_SMALL), every(33), level);
    assertAsked("ancestral.ve", ve);
    assertClose(ve.end, GOLDEN.vector("ancestral.ve"), ROUNDING);
  }

  @Test
  void annealedLangevin() {
    VeLevels levels = new VeLevels(0.01, 50, 33);
    double epsilon = Math.pow(2 * SNR * 0.01, 2);
    Score level = (x, k) -> steep(x, levels.sigma(k));
    Trace ve = walk(levels, new AnnealedLangevin(epsilon, 2), every(33), level);
    // the state before ours is denoised, which theirs is not
    double[] before = Arrays.copyOfRange(ve.asked, ve.asked.length - 4, ve.asked.length);
    double[] asked = Arrays.copyOf(ve.asked, ve.asked.length - 4);
    assertClose(asked, GOLDEN.vector("langevin.ve.asked"), ROUNDING);
    assertClose(before, GOLDEN.vector("langevin.ve"), ROUNDING);
    for (int k : new int[] {1, 16, 32}) {
      GaussianPath path = VP.path();
      double kept = 1 - betas(33).betas().at(k + 1);
      double lowest = OdeVariable.NOISE.at(path, path.start());
      Solver solver = new AnnealedLangevin(kept * Math.pow(2 * SNR * lowest, 2), 3);
      double t = k / 32.0;
      double s = t / 2;
      double[] end = walk(path, solver, new double[] {t, s}, VP.score()).end;
      double faded = path.alpha(s) / path.alpha(t);
      Arrays.setAll(end, i -> end[i] / faded);
      assertClose(end, GOLDEN.vector("langevin.vp." + k), ROUNDING);
    }
  }

  private static Trace onTable(GaussianPath table, PublishedSde sde, double eps) {
    int count = (int) table.end();
    Score score = (x, k) -> sde.score().at(x, continuous(k, count, eps));
    return walk(table, new PredictorCorrector(SNR, 1), every(count), score);
  }

  /** The time that score_sde asks about at a table's time k: N of them, from eps to 1. */
  private static double continuous(double k, int count, double eps) {
    return eps + (k - 1) * (1 - eps) / (count - 1);
  }

  private static double continuousGap(PublishedSde sde, int count, double eps, String name) {
    double[] times = new double[count + 1];
    Arrays.setAll(times, i -> i == count ? 0 : continuous(count - i, count, eps));
    Solver solver = new PredictorCorrector(SNR, 1);
    return gap(walk(sde.path(), solver, times, sde.score()).end, GOLDEN.vector(name));
  }

  /** The root mean square difference, relative to what is expected. */
  private static double gap(double[] found, double[] expected) {
    double difference = 0;
    double size = 0;
    for (int k = 0; k < found.length; k++) {
      difference += Math.pow(found[k] - expected[k], 2);
      size += Math.pow(expected[k], 2);
    }
    return Math.sqrt(difference / size);
  }

  private static void assertAsked(String name, Trace trace) {
    assertClose(trace.asked, GOLDEN.vector(name + ".asked"), ROUNDING);
  }

  private static DiscretePath betas(int count) {
    return DiscretePath.of(Betas.linear(count, 0.1 / count, 20.0 / count));
  }

  /** T, T - 1, ..., 0. */
  private static double[] every(int count) {
    double[] times = new double[count + 1];
    Arrays.setAll(times, k -> count - k);
    return times;
  }

  private static Trace walk(GaussianPath path, Solver solver, double[] times, Score score) {
    return walk(path, solver, times, score, startingState());
  }

  /** A run from a state, in units of the prior, with noise that is the same for every image. */
  private static Trace walk(
      GaussianPath path, Solver solver, double[] times, Score score, double... start) {
    long images = start.length / 4;
    int[] draws = {0};
    Noise noise =
        () -> {
          double n = draws[0]++;
          double[] values = new double[start.length];
          Arrays.setAll(values, k -> Math.sin(7 * n + 3 * (k % 4) + 1));
          return Tensors.of(values, images, 1, 2, 2);
        };
    List<Double> asked = new ArrayList<>();
    Denoiser model = PublishedSde.denoiser(path, score);
    Denoiser noting =
        (x, t) -> {
          Arrays.stream(Tensors.toDoubles(x)).forEach(asked::add);
          return model.denoise(x, t);
        };
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensors.of(start, images, 1, 2, 2).mul_(new Scalar(path.priorScale()));
      Tensor end =
          new SamplingLoop(path, solver, times).walk(x, noting, noise, SamplingLoop.Observer.NONE);
      double[] states = asked.stream().mapToDouble(Double::doubleValue).toArray();
      return new Trace(states, Tensors.toDoubles(end));
    }
  }
}
