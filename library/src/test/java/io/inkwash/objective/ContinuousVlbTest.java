package io.inkwash.objective;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.PixelBins;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.LearnedPath;
import io.inkwash.nn.vdm.LearnedPathNet;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Rise;
import io.inkwash.process.VpLogSnr;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.AdamRule;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weightings;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bound of infinitely many steps in training, with the best denoiser of normal pixels. */
@ExtendWith(NativeLeakGuard.class)
class ContinuousVlbTest {
  private static final double VARIANCE = 0.09;
  private static final double LN2 = Math.log(2);
  private static final PixelBins BINS = PixelBins.of(-1, 1);
  private static final Parameterization NOISE_OF_GAMMA =
      new Parameterization(Targets.noise(), InputScale.identity(), NoiseLevelInput.logSigma(2));

  /** {@code sigma z / (alpha^2 v + sigma^2)}; the noise-level input is gamma. */
  private static FormulaNetwork best() {
    return new FormulaNetwork(
        (z, gamma) -> {
          Tensor noise = gamma.sigmoid();
          Tensor signal = gamma.neg().sigmoid().mul(new Scalar(VARIANCE));
          return z.mul(noise.sqrt()).div(signal.add(noise));
        });
  }

  private static LearnedPath learned(double gamma0, double gamma1, int hidden) {
    LearnedPath path = new LearnedPath(new LearnedPath.Config(gamma0, gamma1, true, hidden));
    path.initialize(torch.make_generator_cpu(5));
    return path;
  }

  private static ContinuousVlb objective(boolean clamp) {
    DenoisingObjective model =
        new DenoisingObjective(
            new VpLogSnr(-13.3, 5, Rise.linear()),
            NOISE_OF_GAMMA,
            Weightings.simple(),
            TimeSampler.stratified());
    return new ContinuousVlb(clamp ? model.within(EstimateLimits.of(BINS)) : model, BINS);
  }

  private static LossTerms loss(Backbone network, Tensor x0, long seed, boolean clamp) {
    return objective(clamp).loss(network, x0, Conditioning.none(), Rng.seed(seed));
  }

  private static Tensor pixels(long seed, int images) {
    Tensor normal = Rng.seed(seed).normal(images, 1, 8, 8).mul(new Scalar(Math.sqrt(VARIANCE)));
    return Tensors.clamp(normal, -1, 1); // all but one in a thousand are as they were
  }

  /** Half of the noise error of the best denoiser, in bits: 1/2 / (1 + exp(gamma) / v). */
  private static double density(double gamma) {
    return 0.5 / (1 + Math.exp(gamma) / VARIANCE) / LN2;
  }

  /** What the mean loss is made of whatever the path does between its ends. */
  @Test
  void theLossIsTheBoundWhateverThePathBetweenItsEnds() {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor x0 = pixels(1, 2000);
      double straight = Tensors.item(loss(best(), x0, 2, false).total());
      LearnedPath bent = learned(-13.3, 5, 30);
      Objects.requireNonNull(bent.stateDict().get("inner.l3.weight")).mul_(new Scalar(40.0));
      assertThat(bent.path().rise().at(0.5)).isNotCloseTo(0.5, within(0.02));
      double other = Tensors.item(loss(new LearnedPathNet(bent, best()), x0, 2, false).total());
      assertThat(other).isCloseTo(straight, within(0.03)); // of 2000 images of 64 pixels
      double integral = 0;
      for (int i = 0; i < 1000; i++) {
        integral += density(-13.3 + 18.3 * (i + 0.5) / 1000) * 18.3 / 1000;
      }
      assertThat(straight).isCloseTo(integral, within(0.03));
    }
  }

  @Test
  void theEndsFollowTheBound() {
    try (TensorScope scope = TensorScope.open()) {
      LearnedPath learned = learned(-16, 1, 0); // where the decoder is certain
      LearnedPathNet network = new LearnedPathNet(learned, best());
      Parameters parameters = new Parameters(network);
      parameters.zeroGradients();
      int batches = 40;
      double[] square = {0};
      for (int i = 0; i < batches; i++) {
        Tensor x0 = pixels(100 + i, 64);
        square[0] += Tensors.item(x0.square().mean()) / batches;
        loss(network, x0, i, false).total().backward();
      }
      double[] found =
          Tensors.toDoubles(
              Objects.requireNonNull(
                  parameters.stateDict(parameters.gradients()).get("path.ends")));
      double h = 1e-4;
      double prior = (prior(1 + h, square[0]) - prior(1 - h, square[0])) / (2 * h);
      assertThat(found[0] / batches).isCloseTo(-density(-16), within(0.03));
      assertThat(found[1] / batches).isCloseTo(density(1) + prior, within(0.01));
    }
  }

  /** The divergence of what the path leaves from a standard normal, in bits. */
  private static double prior(double gamma, double square) {
    double noise = 1 / (1 + Math.exp(-gamma));
    return 0.5 * (noise + (1 - noise) * square - 1 - Math.log(noise)) / LN2;
  }

  private static final int GRID = 2000;

  /** Images of one pixel at evenly spread times, with the terms that they have in the mean. */
  private static PathGradient atEvenTimes(LearnedPath learned) {
    VpLogSnr now = learned.path();
    double[] t = new double[GRID];
    double[] bits = new double[GRID];
    for (int i = 0; i < GRID; i++) {
      t[i] = now.spread((i + 0.5) / GRID);
      bits[i] = now.gammaDot(t[i]) * density(now.gamma(t[i]));
    }
    double[] ones = new double[GRID];
    Arrays.fill(ones, 1);
    Tensor x0 = Tensors.zeros(GRID, 1, 1, 1);
    return new PathGradient(
        learned, Diffused.of(now, new TimeBatch(t, ones), x0, Tensors.zeros(GRID, 1, 1, 1)), bits);
  }

  private static double halfLogMoment(LearnedPath learned) {
    try (TensorScope scope = TensorScope.open()) {
      double[] bits = atEvenTimes(learned).bits();
      return 0.5 * Math.log(Arrays.stream(bits).map(l -> l * l).average().orElseThrow());
    }
  }

  @Test
  void theGradientBetweenTheEndsIsThatOfTheSecondMoment() {
    try (TensorScope scope = TensorScope.open()) {
      LearnedPath learned = new LearnedPath(new LearnedPath.Config(-10, 4, false, 6));
      learned.initialize(torch.make_generator_cpu(5));
      Parameters parameters = new Parameters(learned);
      parameters.zeroGradients();
      atEvenTimes(learned).tensor().backward();
      StateDict gradients = parameters.stateDict(parameters.gradients());
      StateDict weights = learned.stateDict();
      for (String name : List.of("inner.l2.weight", "inner.l2.bias", "inner.l3.weight")) {
        Tensor weight = Objects.requireNonNull(weights.get(name)).view(-1);
        double[] found = Tensors.toDoubles(Objects.requireNonNull(gradients.get(name)));
        for (int i = 0; i < 6; i++) {
          double h = 1e-2; // weights are float32
          double slope = (moved(learned, weight, i, h) - moved(learned, weight, i, -h)) / (2 * h);
          assertClose(found[i], slope, 0.02, 2e-5);
        }
      }
    }
  }

  private static double moved(LearnedPath learned, Tensor weight, int i, double by) {
    try (Grad off = Grad.off()) {
      weight.narrow(0, i, 1).add_(new Scalar(by));
      double moment = halfLogMoment(learned);
      weight.narrow(0, i, 1).add_(new Scalar(-by));
      return moment;
    }
  }

  /** The least that there is has the same loss at all times. */
  @Test
  void trainingMakesTheVarianceSmall() {
    try (TensorScope scope = TensorScope.open()) {
      LearnedPath learned = new LearnedPath(new LearnedPath.Config(-10, 4, false, 64));
      learned.initialize(torch.make_generator_cpu(5));
      Parameters parameters = new Parameters(learned);
      OptimizerState adam = AdamRule.standard().start(parameters);
      ToDoubleFunction<LearnedPath> deviation =
          path -> Math.sqrt(Math.exp(2 * halfLogMoment(path)) - mean() * mean());
      double before = deviation.applyAsDouble(learned);
      for (int i = 0; i < 150; i++) {
        try (TensorScope step = TensorScope.open()) {
          parameters.zeroGradients();
          atEvenTimes(learned).tensor().backward();
          adam.step(0.05);
        }
      }
      assertThat(deviation.applyAsDouble(learned)).isLessThan(0.4 * before);
    }
  }

  private static double mean() {
    return 0.5
        * (14 + Math.log1p(Math.exp(-10) / VARIANCE) - Math.log1p(Math.exp(4) / VARIANCE))
        / LN2;
  }

  /** Estimates beyond the range cost what the nearest pixel costs, and are led back. */
  @Test
  void clampedEstimatesAreThoseOfTheRange() {
    FormulaNetwork far =
        new FormulaNetwork((z, gamma) -> z.mul(new Scalar(0.0)).sub(new Scalar(1e4)));
    assertThat(objective(true).limitsEstimates()).isTrue();
    assertThat(objective(false).limitsEstimates()).isFalse();
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor white = Tensors.zeros(64, 1, 8, 8).add(new Scalar(1.0));
      double right = Tensors.item(loss(far, white, 1, true).total());
      double wrong = Tensors.item(loss(far, white.neg(), 1, true).total());
      assertThat(right).isLessThan(0.02); // of prior and decoder alone
      assertThat(wrong).isGreaterThan(100);
      assertThat(Tensors.item(loss(far, white, 1, false).total())).isGreaterThan(100);
    }
  }

  @Test
  void refusesATable() {
    DenoisingObjective model =
        new DenoisingObjective(
            DiscretePath.of(Betas.cosine(10)),
            NOISE_OF_GAMMA,
            Weightings.simple(),
            TimeSampler.discrete());
    assertThatThrownBy(() -> new ContinuousVlb(model, BINS))
        .hasMessageContaining("allowed: a path without timesteps and with signal at its end");
  }
}
