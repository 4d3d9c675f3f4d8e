package io.inkwash.objective;

import static io.inkwash.testkit.Close.assertClose;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.SubVp;
import io.inkwash.process.Ve;
import io.inkwash.process.VeLevels;
import io.inkwash.process.VpLinear;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.testkit.Golden;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.weighting.Weighting;
import io.inkwash.weighting.Weightings;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Training losses of score_sde's own code and of EDM's formulas.
 *
 * <p>score_sde either averages a square over the dimensions, or halves its sum: {@code D / 2} times
 * the average. Its likelihood weighting is {@code g^2}, ours {@code g^2 / 2}, which is what makes
 * the loss a bound in nats. Both are constant factors.
 */
class PublishedScoreLossesTest {
  private static final Golden SDE = Golden.read("/io/inkwash/golden/score-sde-models.txt");
  private static final Golden EDM = Golden.read("/io/inkwash/golden/edm.txt");
  private static final int PIXELS = 4;
  private static final double HALF_SUM = PIXELS / 2.0;

  /** Both sides are float64, and the labels are numbers that float32 holds. */
  private static final double ROUNDING = 1e-10;

  /** The network is told a noise level or its logarithm, and labels are float32. */
  private static final double ROUNDED_LABEL = 1e-7;

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void ofTheThreeEquations() {
    VpLinear vp = new VpLinear(0.1, 20, 1e-5);
    continuous("vp", vp, Targets.noise(), NoiseLevelInput.scaled(999), ROUNDING);
    continuous("sub-vp", new SubVp(vp), Targets.noise(), NoiseLevelInput.scaled(999), ROUNDING);
    Ve ve = new Ve(0.01, 50, 1e-5);
    continuous("ve", ve, Targets.score(), NoiseLevelInput.sigma(), ROUNDED_LABEL);
  }

  @Test
  void ofTablesOfLevels() {
    TimeBatch times = times(1, 14, 33);
    GaussianPath betas = DiscretePath.of(Betas.linear(33, 0.1 / 33, 20.0 / 33));
    double[] ddpm =
        losses(betas, Targets.noise(), NoiseLevelInput.index(), Weightings.simple(), times);
    assertLoss("loss.ddpm", ddpm, 1, ROUNDING);
    TimeBatch reversed = times(33, 20, 1); // labels count from the noisiest level
    NoiseLevelInput fromNoise = (path, t) -> path.end() - t;
    GaussianPath levels = new VeLevels(0.01, 50, 33);
    double[] smld = losses(levels, Targets.score(), fromNoise, Weightings.simple(), reversed);
    assertLoss("loss.smld", smld, 1, ROUNDING);
  }

  @Test
  void ofEdm() {
    Parameterization edm = Parameterization.edm(0.5);
    DenoisingObjective objective =
        new DenoisingObjective(
            Edm.standard(), edm, Weightings.edm(0.5), TimeSampler.logNormalSigma());
    Backbone network = new FormulaNetwork((x, label) -> wavy(x, label, 1));
    assertClose(
        losses(objective, network, times(0.0625, 0.5, 8)), EDM.vector("loss"), ROUNDED_LABEL);
    double[] levels = objective.times().sample(objective.path(), EDM.vector("uniforms")).t();
    assertClose(levels, EDM.vector("training-levels"), 1e-9); // of the normal quantile
  }

  private static void continuous(
      String name, GaussianPath path, Target target, NoiseLevelInput label, double tolerance) {
    double[] uniforms = {1 / 128.0, 0.25, 0.875};
    Arrays.setAll(uniforms, k -> (uniforms[k] - 1e-5) / (1 - 1e-5));
    TimeBatch times = TimeSampler.uniform().sample(path, uniforms);
    double[] simple = losses(path, target, label, Weightings.simple(), times);
    assertLoss("loss." + name + ".simple", simple, 1, tolerance);
    double[] likelihood = losses(path, target, label, Weightings.likelihood(), times);
    assertLoss("loss." + name + ".likelihood", likelihood, 2, tolerance);
  }

  private static void assertLoss(String name, double[] found, double factor, double tolerance) {
    double[] mean = Arrays.stream(found).map(loss -> factor * loss).toArray();
    double[] halfSum = Arrays.stream(mean).map(loss -> HALF_SUM * loss).toArray();
    assertClose(mean, SDE.vector(name + ".mean"), tolerance);
    assertClose(halfSum, SDE.vector(name + ".half-sum"), tolerance);
  }

  private static double[] losses(
      GaussianPath path,
      Target target,
      NoiseLevelInput label,
      Weighting weighting,
      TimeBatch times) {
    Parameterization parameterization = new Parameterization(target, InputScale.identity(), label);
    Backbone network = new FormulaNetwork((x, t) -> wavy(x, t, 300));
    return losses(
        new DenoisingObjective(path, parameterization, weighting, TimeSampler.uniform()),
        network,
        times);
  }

  private static double[] losses(DenoisingObjective objective, Backbone network, TimeBatch times) {
    try (TensorScope scope = TensorScope.open()) {
      Diffused batch = Diffused.of(objective.path(), times, images(), noise());
      Tensor output = batch.output(network, objective.parameterization(), Conditioning.none(), 1);
      return Tensors.toDoubles(objective.perImage(batch, output));
    }
  }

  private static Tensor wavy(Tensor x, Tensor label, double slowness) {
    Tensor phase = label.to(ScalarType.Double).div(new Scalar(slowness));
    Tensor wave = x.mul(new Scalar(3.0)).add(phase).sin();
    return Tensors.combine(0.4, x, 0.5, wave);
  }

  private static TimeBatch times(double... t) {
    return new TimeBatch(t, new double[] {1, 1, 1});
  }

  private static Tensor images() {
    return Tensors.of(
        new double[] {0.3, -0.7, 0.9, -1.0, 1.0, 0.1, -0.2, 0.6, -0.5, 0.5, 0.0, -0.9}, 3, 1, 2, 2);
  }

  private static Tensor noise() {
    double[] values = new double[3 * PIXELS];
    Arrays.setAll(values, i -> Math.sin(7 * (i / PIXELS) + 3 * (i % PIXELS) + 1));
    return Tensors.of(values, 3, 1, 2, 2);
  }
}
