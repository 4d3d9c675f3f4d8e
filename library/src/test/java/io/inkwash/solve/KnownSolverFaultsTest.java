package io.inkwash.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.prediction.Conversion;
import io.inkwash.prediction.PosteriorMean;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import io.inkwash.process.VeLevels;
import io.inkwash.process.VpLinear;
import io.inkwash.restore.CorrectedReplacement;
import io.inkwash.restore.Measurement;
import io.inkwash.restore.RePaint;
import io.inkwash.restore.degradation.Masked;
import io.inkwash.solve.multistep.Ipndm;
import io.inkwash.solve.multistep.Lms;
import io.inkwash.solve.multistep.Plms;
import io.inkwash.solve.multistep.Pndm;
import io.inkwash.solve.ode.CfgPlusPlus;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.ode.Euler;
import io.inkwash.solve.ode.ReverseDdim;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.MultistepAncestral;
import io.inkwash.solve.sde.PredictorCorrector;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Faults in the formulas of widely used programs, each shown on a step whose exact integral is
 * known, beside the weights that are used here.
 */
class KnownSolverFaultsTest {
  private static final Offset<Double> ROUNDING = within(1e-12);
  private static final double[] BARS = Betas.linear(1000).alphaBars();
  private static final GaussianPath TABLE = DiscretePath.of(Betas.linear(1000));
  private static final double DATA = 0.7;
  private static final double NOISE = -1.2;

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  /** Third-order SDE-DPM-Solver++ of diffusers: one half has the wrong sign. */
  @Test
  void theCurvatureOfThirdOrderSdeDpmSolverDoesNotVanishWithTheStep() {
    for (double h : new double[] {0.1, 0.01}) {
      double theirs = (1 - Math.exp(-2 * h) - 2 * h) / (4 * h * h) - 0.5;
      assertThat(theirs).isBetween(-1.0, -0.9);
      ExponentialStep step = new ExponentialStep(1, 2, -2, h, 0);
      double ours = 0.5 * step.scale() * step.moments(3)[2]; // of u^2 / 2
      assertThat(ours).isBetween(0.0, h);
    }
  }

  /** iPNDM-v of order 3 (diff-sampler, ComfyUI): right for equal steps only. */
  @Test
  void theWeightsOfIpndmVDoNotIntegrateAParabola() {
    assertThat(firstMoment(ipndmV(1, 1, 1), 1, 1, 1)).isCloseTo(0.5, ROUNDING);
    assertThat(firstMoment(ipndmV(1, 0.7, 1.3), 1, 0.7, 1.3)).isCloseTo(0.5, ROUNDING);
    assertThat(secondMoment(ipndmV(1, 1, 1), 1, 1, 1)).isCloseTo(1 / 3.0, ROUNDING);
    assertThat(secondMoment(ipndmV(1, 0.7, 1.3), 1, 0.7, 1.3)).isNotCloseTo(1 / 3.0, within(0.05));
    double[] ours =
        Interpolation.weights(new double[] {0, -0.7, -2}, new double[] {1, 0.5, 1 / 3.0});
    assertThat(firstMoment(ours, 1, 0.7, 1.3)).isCloseTo(0.5, ROUNDING);
    assertThat(secondMoment(ours, 1, 0.7, 1.3)).isCloseTo(1 / 3.0, ROUNDING);
  }

  /**
   * UniPC's vary_coeff corrector of order 2 (the authors' code), with the last node one step back.
   */
  @Test
  void theVaryingCoefficientsOfUniPcDoNotIntegrateALine() {
    double h = 1e-4;
    ExponentialStep step = new ExponentialStep(1, 1, -1, h, 0);
    double[] moments = step.moments(3);
    double phi2 = moments[1]; // of the slope over the step
    double phi3 = moments[2] / 2;
    double[][] inverse = {{0.5, 0.5}, {-1, 1}}; // of {{1, -1/2}, {1, 1/2}}
    double theirs = phi2 * inverse[0][0] + phi3 * inverse[0][1]; // both changes are 1 on a line
    assertThat(theirs / h).isCloseTo(1 / 3.0, within(1e-3));
    double[] ours = Interpolation.weights(new double[] {1, 0, -1}, moments);
    assertThat((ours[0] - ours[2]) / h).isCloseTo(0.5, within(1e-3));
    assertThat(ours[0] - ours[2]).isCloseTo(phi2, within(1e-16));
  }

  /**
   * diffusers' PNDM with a network that predicts v: it mixes the outputs of several levels and
   * reads the mixture at the newest. With a single image as data the noise is the same all the way,
   * so that a multistep rule makes no error; the mixture of v is none of any level.
   */
  @Test
  void outputsOfDifferentLevelsAreMixedAsNoise() {
    double[] times = {401, 301, 201};
    double x1 = onTheLine(301);
    double mixed = 1.5 * velocity(x1, 301) - 0.5 * velocity(onTheLine(401), 401);
    double theirs = TABLE.alpha(301) * mixed + TABLE.sigma(301) * x1;
    assertThat(Math.abs(theirs - NOISE)).isGreaterThan(0.03);
    double[] whole = {901, 801, 701, 601, 501, 401};
    for (Solver solver : List.of(new Plms(2), new Plms(), new Pndm(), new Ipndm(4), new Lms(4))) {
      assertThat(walk(solver, whole)).as(solver.toString()).isCloseTo(onTheLine(401), ROUNDING);
      assertThat(walk(solver, times)).as(solver.toString()).isCloseTo(onTheLine(201), ROUNDING);
    }
  }

  /**
   * diffusers' inverse DDIM with a network that predicts v: the network is evaluated for the level
   * above and its output read at the level below. Here it is read where it was evaluated, and with
   * more rounds the inverse is exact.
   */
  @Test
  void velocityIsReadAtTheLevelThatItIsOf() {
    double x = onTheLine(401);
    double v = velocity(x, 501);
    double x0 = TABLE.alpha(401) * x - TABLE.sigma(401) * v;
    double eps = TABLE.alpha(401) * v + TABLE.sigma(401) * x;
    double theirs = TABLE.alpha(501) * x0 + TABLE.sigma(501) * eps;
    double right = onTheLine(501);
    double once = Math.abs(walk(new ReverseDdim(1), 401, 501) - right);
    assertThat(Math.abs(x0 - DATA)).isGreaterThan(0.03);
    assertThat(Math.abs(theirs - right)).isGreaterThan(0.02);
    assertThat(once).isGreaterThan(1e-3); // one round is the published approximation
    assertThat(walk(new ReverseDdim(60), 401, 501)).isCloseTo(right, ROUNDING);
  }

  /**
   * diffusers' RePaint undoes a step by the betas from its upper end on, which are those of the
   * next step up. With neighboring timesteps that is right; with a longer stride the state is
   * noisier than the level that the model is given.
   */
  @Test
  void aStepUpEndsAtTheLevelOfItsTime() {
    for (int stride : new int[] {1, 100}) {
      int from = 401;
      int to = from + stride;
      double kept = TABLE.alpha(from) * TABLE.alpha(from);
      for (int i = 0; i < stride; i++) {
        kept *= BARS[to + i] / BARS[to + i - 1]; // less the beta of time to + i
      }
      double right = TABLE.alpha(to) * TABLE.alpha(to);
      assertThat(kept / right)
          .isBetween(stride == 1 ? 1 - 1e-12 : 0.1, stride == 1 ? 1 + 1e-12 : 0.9);
    }
    assertThat(risen(TABLE.alpha(401), 0)).isCloseTo(TABLE.alpha(501), ROUNDING);
    double fresh = risen(0, 1);
    double old = TABLE.sigma(401) * TABLE.alpha(501) / TABLE.alpha(401);
    assertThat(fresh * fresh + old * old).isCloseTo(Math.pow(TABLE.sigma(501), 2), ROUNDING);
  }

  /** A state after RePaint's step up from time 401 to 501, with given noise. */
  private static double risen(double state, double noise) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor mask = Tensors.of(new double[] {1, 0}, 1, 2);
      Tensor x = Tensors.of(new double[] {state, state}, 1, 1, 1, 2);
      Tensor z = Tensors.of(new double[] {noise, noise}, 1, 1, 1, 2);
      Solver solver =
          new RePaint(new Ancestral(Variance.FIXED_SMALL), Measurement.exact(new Masked(mask), x));
      return Tensors.toDoubles(
          new SamplingLoop(TABLE, solver, new double[] {401, 501})
              .walk(x, (state0, t) -> Denoised.of(state0), z::clone, SamplingLoop.Observer.NONE))[
          0];
    }
  }

  /**
   * FON of PNDM's authors: the later stages of its Runge-Kutta steps put the noise of the stage
   * beside the state and the time where the step began. On data of one image all noise is the same,
   * so that all four stages are the slope at the start: a step of Euler's rule.
   */
  @Test
  void theStagesOfFonAreSlopesWhereTheyLie() {
    GaussianPath path = new VpLinear(0.1, 20, 1e-5);
    double[] theirs = new double[2];
    double[] ours = new double[2];
    for (int k = 0; k < 2; k++) {
      double t = 0.8;
      double s = t - 0.1 / (1 << k);
      double start = path.alpha(t) * DATA + path.sigma(t) * NOISE;
      double right = path.alpha(s) * DATA + path.sigma(s) * NOISE;
      double slope = path.alphaDot(t) * DATA + path.sigmaDot(t) * NOISE;
      theirs[k] = Math.abs(start + (s - t) * slope - right);
      ours[k] = Math.abs(walk(path, new Pndm(OdeVariable.TIME), t, s) - right);
    }
    assertThat(theirs[0] / theirs[1]).isBetween(3.5, 5.0); // h^2
    assertThat(ours[0] / ours[1]).isBetween(24.0, 40.0); // h^5
  }

  /**
   * ComfyUI's res_multistep_cfg_pp: from its second step on it goes from the guided state towards
   * the unconditional estimate. Where the estimates stay the same, a step of any order must be
   * CFG++'s: {@code alpha' guided + sigma' eps} of the unconditional noise (Chung et al. 2024,
   * algorithm 2).
   */
  @Test
  void stepsOfHistoryUnderCfgPlusPlusGoTowardsTheGuidedEstimate() {
    GaussianPath levels = new VeLevels(0.01, 50, 32);
    double guided = 1.7;
    Denoiser constant = (x, t) -> new Denoised(all(x, guided), null, all(x, DATA));
    double x = -20;
    double[] times = {32, 28, 24};
    for (int k = 1; k < times.length; k++) {
      double ratio = levels.sigma(times[k]) / levels.sigma(times[k - 1]);
      double right = guided + ratio * (x - DATA);
      double theirs = ratio * (x + guided - DATA) + (1 - ratio) * DATA;
      assertThat(theirs - right).isCloseTo((ratio - 1) * (guided - DATA), ROUNDING);
      x = right;
    }
    for (Solver inner : List.of(new MultistepAncestral(0), new Euler(OdeVariable.NOISE))) {
      assertThat(walk(levels, new CfgPlusPlus(inner), constant, -20, times))
          .isCloseTo(x, within(1e-11));
    }
  }

  /**
   * ComfyUI's dpmpp_2s_ancestral_cfg_pp: the noise along which the step goes is that of the second
   * evaluation, at another state and level. Where the state is, it is known without error for data
   * of one image.
   */
  @Test
  void theUnconditionalNoiseIsThatOfTheStateTheStepBeginsAt() {
    GaussianPath levels = new VeLevels(0.01, 50, 32);
    Denoiser moving =
        (x, t) -> new Denoised(all(x, DATA), null, x.mul(new Scalar(levels.sigma(t) / 100)));
    double ratio = levels.sigma(24) / levels.sigma(28);
    double right = DATA + ratio * (-20 - -20 * levels.sigma(28) / 100);
    Solver solver = new CfgPlusPlus(new DpmSolverSinglestep(Prediction.DATA, 2));
    assertThat(walk(levels, solver, moving, -20, 28, 24)).isCloseTo(right, ROUNDING);
    double half = Math.sqrt(levels.sigma(24) * levels.sigma(28));
    double inner = DATA + half / levels.sigma(28) * (-20 - -20 * levels.sigma(28) / 100);
    double theirs = DATA + ratio * (-20 - inner * half / 100);
    assertThat(Math.abs(theirs - right)).isGreaterThan(0.1);
  }

  /**
   * score_sde's inpainting puts in what is known with the noise of the level that the predictor
   * left, also at the end.
   */
  @Test
  void whatIsKnownHasTheNoiseOfTheLevelReached() {
    GaussianPath levels = new VeLevels(0.01, 50, 32);
    try (TensorScope scope = TensorScope.open()) {
      Tensor known = Tensors.of(new double[] {DATA, 0}, 1, 1, 1, 2);
      Masked left = new Masked(Tensors.of(new double[] {1, 0}, 1, 2));
      Solver solver =
          new CorrectedReplacement(new PredictorCorrector(0.16, 1), Measurement.exact(left, known));
      Denoiser exact = (x, t) -> Denoised.of(all(x, DATA));
      for (double s : new double[] {20, 0}) {
        double found = walk(levels, solver, exact, -20, 24, s);
        assertThat(found).isCloseTo(DATA + levels.sigma(s) * -20, ROUNDING);
      }
    }
  }

  /**
   * improved-diffusion with a network that predicts the mean of the state before: on fewer
   * timesteps it reads the mean, which is that of the timestep below, as that of the step's end.
   */
  @Test
  void theMeanOfTheStateBeforeIsThatOfTheTimestepBelow() {
    double x = onTheLine(501);
    Posterior below = TABLE.posterior(501, 500);
    double output = below.xCoefficient() * x + below.x0Coefficient() * DATA;
    Posterior end = TABLE.posterior(501, 401);
    double theirs = (output - end.xCoefficient() * x) / end.x0Coefficient();
    assertThat(Math.abs(theirs - DATA)).isGreaterThan(0.5);
    Conversion toX0 = new PosteriorMean(1).toX0(TABLE, 501);
    assertThat(toX0.xCoefficient() * x + toX0.yCoefficient() * output)
        .isCloseTo(DATA, within(1e-10)); // divided by a small number
  }

  /** The state at a time if the data is one image of one pixel: the flow is a line of one noise. */
  private static double onTheLine(double t) {
    return TABLE.alpha(t) * DATA + TABLE.sigma(t) * NOISE;
  }

  /** What a perfect network for that data predicts: {@code v = alpha eps - sigma x0}. */
  private static double velocity(double x, double t) {
    return (TABLE.alpha(t) * x - DATA) / TABLE.sigma(t);
  }

  private static double walk(Solver solver, double... times) {
    return walk(TABLE, solver, times);
  }

  /** A run with a perfect network that predicts v. */
  private static double walk(GaussianPath path, Solver solver, double... times) {
    Denoiser network =
        (x, t) -> {
          double sigma = path.sigma(t);
          Tensor v = x.mul(new Scalar(path.alpha(t) / sigma)).sub_(new Scalar(DATA / sigma));
          Conversion toX0 = Targets.v().toX0(path, t);
          return Denoised.of(Tensors.combine(toX0.xCoefficient(), x, toX0.yCoefficient(), v));
        };
    double start = path.alpha(times[0]) * DATA + path.sigma(times[0]) * NOISE;
    return walk(path, solver, network, start, times);
  }

  /** A run from a state of two equal pixels, which is also all the noise there is; the first. */
  private static double walk(
      GaussianPath path, Solver solver, Denoiser network, double from, double... times) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor start = Tensors.of(new double[] {from, from}, 1, 1, 1, 2);
      return Tensors.toDoubles(
          new SamplingLoop(path, solver, times)
              .walk(start, network, start::clone, SamplingLoop.Observer.NONE))[0];
    }
  }

  private static Tensor all(Tensor like, double value) {
    return like.mul(new Scalar(0.0)).add_(new Scalar(value));
  }

  private static double firstMoment(double[] weights, double h, double h1, double h2) {
    return (-weights[1] * h1 - weights[2] * (h1 + h2)) / h;
  }

  private static double secondMoment(double[] weights, double h, double h1, double h2) {
    return (weights[1] * h1 * h1 + weights[2] * (h1 + h2) * (h1 + h2)) / (h * h);
  }

  /** The published weights of order 3 for steps h, and h1 and h2 before it. */
  private static double[] ipndmV(double h, double h1, double h2) {
    double temp = (1 - h / (3 * (h + h1)) * (h * (h + h1)) / (h1 * (h1 + h2))) / 2;
    return new double[] {
      (2 + h / h1) / 2 + temp, -(h / h1) / 2 - (1 + h1 / h2) * temp, temp * h1 / h2
    };
  }
}
