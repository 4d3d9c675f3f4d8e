package io.inkwash.solve;

import static io.inkwash.format.Text.format;
import static io.inkwash.testkit.Close.assertClose;

import io.inkwash.denoise.Clamped;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.multistep.Deis;
import io.inkwash.solve.multistep.DpmSolverMultistep;
import io.inkwash.solve.multistep.Lms;
import io.inkwash.solve.multistep.Plms;
import io.inkwash.solve.multistep.Pndm;
import io.inkwash.solve.multistep.SlopeWeight;
import io.inkwash.solve.multistep.UniPc;
import io.inkwash.solve.ode.DdimInversion;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.ode.Euler;
import io.inkwash.solve.ode.Heun;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.solve.sde.DpmSolverSde;
import io.inkwash.solve.sde.EulerAncestral;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The solvers against the numbers of the samplers that people use, on models known to both. */
class PublishedSolversTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/solvers.txt");
  private static final GaussianPath TABLE = DiscretePath.of(Betas.linear(1000, 1e-4, 0.02));
  private static final GaussianPath LEVELS = new Edm(1e-3, 1e3);
  private static final double[] START = {1.3, -0.4, 0.2, -1.7};

  /** The summed absolute values of the start of diffusers' own tests. */
  private static final double START_SUM = 383.5;

  /** A network: the noise in a scaled image at a timestep. */
  private interface Model {
    Tensor noise(Tensor x, double timestep);
  }

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void onATable() {
    for (int order = 1; order <= 3; order++) {
      Form published = Form.PUBLISHED;
      assertTable("dpm++%dm", order, new DpmSolverMultistep(Prediction.DATA, order, published), 0);
      assertTable("dpm%dm", order, new DpmSolverMultistep(Prediction.NOISE, order, published), 1);
      assertTable("deis%d", order, new Deis(order), 1);
      for (SlopeWeight variant : List.of(SlopeWeight.BH1, SlopeWeight.BH2)) {
        String name = "unipc%d-" + (variant == SlopeWeight.BH1 ? "bh1" : "bh2");
        assertTable(name, order, new UniPc(order, variant, UniPc.Corrector.ON), 1);
      }
    }
    assertTable("dpm++%dm-sde", 2, new DpmSolverSde(2, 1, Form.PUBLISHED), 0);
  }

  @Test
  void ddpmAndDdim() {
    for (String held : List.of("none", "clamp")) {
      Denoiser free = onTable(PublishedSolversTest::wavy);
      Denoiser model = held.equals("clamp") ? new Clamped(free, -1, 1) : free;
      assertTable("ddpm-fixed_small-" + held, new Ancestral(Variance.FIXED_SMALL), 0, model);
      assertTable("ddpm-fixed_large-" + held, new Ancestral(Variance.FIXED_LARGE), 0, model);
      assertTable("ddim-0.0-" + held, new Ddim(0), 0, model);
      assertTable("ddim-0.6-" + held, new Ddim(0.6), 0, model);
    }
  }

  @Test
  void pseudoNumericalMethods() {
    double[] times = {901, 801, 701, 601, 501, 401, 301, 201, 101, 1, 0};
    Denoiser denoiser = onTable(PublishedSolversTest::wavy);
    assertGolden("pndm", run(TABLE, new Pndm(), times, denoiser, START));
    assertGolden("plms", run(TABLE, new Plms(), times, denoiser, START));
    try (TensorScope scope = TensorScope.open()) {
      Tensor noise =
          new DdimInversion(TABLE, times, 1)
              .walk(Tensors.of(START, 1, 1, 2, 2), denoiser, SamplingLoop.Observer.NONE);
      assertGolden("ddim-inversion", Tensors.toDoubles(noise));
    }
  }

  @Test
  void onNoiseLevels() {
    assertLevels("euler", new Euler(OdeVariable.NOISE));
    assertLevels("heun", Heun.deterministic());
    assertLevels("lms", new Lms(4));
    assertLevels("euler-ancestral", new EulerAncestral(1));
    double[] levels = GOLDEN.vector("k.levels");
    double[] start = Arrays.stream(START).map(x -> 20 * x).toArray();
    Denoiser denoiser = onLevels(PublishedSolversTest::wavy, s -> 100 * Math.log1p(s));
    Solver singlestep = new DpmSolverSinglestep(Prediction.DATA, 2);
    assertGolden("k.dpm++2s", run(LEVELS, singlestep, levels, denoiser, start));
    for (int order = 2; order <= 3; order++) {
      Solver noise = new DpmSolverSinglestep(Prediction.NOISE, order);
      assertGolden(format("k.dpm%ds", order), run(LEVELS, noise, levels, denoiser, start));
    }
    Solver sde = new DpmSolverSde(3, 0.7, Form.PUBLISHED);
    assertGolden("k.dpm++3m-sde", run(LEVELS, sde, levels, denoiser, start));
  }

  /** diffusers' own tests: the model is x t / (t + 1), so a run is one factor. Sums in float32. */
  @Test
  void sumsOfTheTestsOfDiffusers() {
    double[] linspace = {1000, 900, 800, 700, 600, 501, 401, 301, 201, 101, 1};
    double[] toData = linspace.clone();
    toData[10] = 0;
    double[] leading = {901, 801, 701, 601, 501, 401, 301, 201, 101, 1};
    Form published = Form.PUBLISHED;
    assertSum(198.131831, new Pndm(), leading);
    assertSum(197.715529, new Plms(), leading);
    assertSum(172.264175, new DpmSolverMultistep(Prediction.DATA, 1, published), linspace);
    assertSum(253.552879, new DpmSolverMultistep(Prediction.DATA, 2, published), linspace);
    assertSum(176.965052, new DpmSolverMultistep(Prediction.DATA, 3, published), linspace);
    assertSum(223.586055, new DpmSolverMultistep(Prediction.NOISE, 2, published), linspace);
    assertSum(185.011356, new DpmSolverMultistep(Prediction.DATA, 2, published), toData);
    double[] all = Arrays.copyOf(linspace, 10);
    double[] last = {101, 1};
    double[] before = run(TABLE, new Deis(2), all, onTable(PublishedSolversTest::dummy), 1);
    double[] after = run(TABLE, new Deis(1), last, onTable(PublishedSolversTest::dummy), before);
    assertGain(183.676575, after[0]); // its last step is of lower order
  }

  /** The same in sigmas. Their tests step from the scaled image, which no pipeline does. */
  @Test
  void sumsOfTheTestsOfDiffusersInSigmas() {
    double[] sigmas = linspaceSigmas();
    double[] start = {sigmas[0]};
    Denoiser right = onLevels(PublishedSolversTest::dummy, stepsOf(sigmas));
    assertGain(168.051361, run(LEVELS, new Euler(OdeVariable.NOISE), sigmas, right, start)[0]);
    assertGain(244.602481, run(LEVELS, Heun.deterministic(), sigmas, right, start)[0]);
    assertGain(191.194120, run(LEVELS, new Lms(4), sigmas, right, start)[0]);
    assertGain(10.080668, quirky(new Euler(OdeVariable.NOISE), sigmas));
    assertGain(1006.388122, Math.abs(quirky(new Lms(4), sigmas)));
  }

  private static double quirky(Solver solver, double[] sigmas) {
    Level timestep = stepsOf(sigmas);
    Denoiser unscaled = (x, s) -> Denoised.of(x.sub(dummy(x, timestep.timestep(s)), new Scalar(s)));
    double x = sigmas[0];
    try (TensorScope scope = TensorScope.open();
        SolverState run = solver.start(LEVELS, unscaled, PublishedSolversTest::zero)) {
      for (int i = 0; i + 1 < sigmas.length; i++) {
        double scaled = x / Math.sqrt(sigmas[i] * sigmas[i] + 1);
        Tensor state = Tensors.of(new double[] {scaled}, 1, 1, 1, 1);
        x = Tensors.toDoubles(run.step(state, sigmas[i], sigmas[i + 1]))[0];
      }
    }
    return x;
  }

  private static Tensor zero() {
    throw new AssertionError("a deterministic solver draws noise");
  }

  /** Ten timesteps spread over 0 .. 1099, and the sigmas of a table of 1100 between its entries. */
  private static double[] linspaceSigmas() {
    GaussianPath table = DiscretePath.of(Betas.linear(1100, 1e-4, 0.02));
    double[] sigmas = new double[11];
    for (int k = 0; k < 10; k++) {
      double timestep = timestep(k);
      double below = Math.floor(timestep);
      double part = timestep - below;
      double low = OdeVariable.NOISE.at(table, below + 1);
      double high = OdeVariable.NOISE.at(table, Math.min(below + 2, 1100));
      sigmas[k] = low + part * (high - low);
    }
    return sigmas;
  }

  private static double timestep(int k) {
    return 1099 * (9 - k) / 9.0;
  }

  private interface Level {
    double timestep(double sigma);
  }

  private static Level stepsOf(double[] sigmas) {
    Map<Double, Double> steps = new HashMap<>();
    for (int k = 0; k < 10; k++) {
      steps.put(sigmas[k], timestep(k));
    }
    return steps::get;
  }

  private static void assertTable(String pattern, int order, Solver solver, double last) {
    assertTable(pattern.formatted(order), solver, last, onTable(PublishedSolversTest::wavy));
  }

  private static void assertTable(String name, Solver solver, double last, Denoiser model) {
    double[] steps = GOLDEN.vector(name + ".timesteps");
    double[] times = new double[steps.length + 1];
    Arrays.setAll(times, k -> k < steps.length ? steps[k] + 1 : last);
    assertGolden(name, run(TABLE, solver, times, model, START));
  }

  private static void assertLevels(String name, Solver solver) {
    double[] sigmas = GOLDEN.vector(name + ".sigmas");
    double[] steps = GOLDEN.vector(name + ".timesteps");
    Map<Double, Double> known = new HashMap<>();
    for (int k = 0; k < steps.length; k++) {
      known.put(sigmas[k], steps[k]);
    }
    double[] once = Arrays.stream(sigmas).distinct().toArray();
    double[] start = Arrays.stream(START).map(x -> sigmas[0] * x).toArray();
    Denoiser denoiser = onLevels(PublishedSolversTest::wavy, known::get);
    assertGolden(name, run(LEVELS, solver, once, denoiser, start));
  }

  private static void assertSum(double sum, Solver solver, double[] times) {
    assertGain(sum, run(TABLE, solver, times, onTable(PublishedSolversTest::dummy), 1)[0]);
  }

  private static void assertGain(double sum, double gain) {
    assertClose(START_SUM * gain, sum, 2e-5); // theirs is computed from float32 tables
  }

  private static void assertGolden(String name, double[] found) {
    try {
      // Both are float64; steps that nearly cancel near data cost some digits.
      assertClose(found, GOLDEN.vector(name), 1e-8);
    } catch (AssertionError e) {
      throw new AssertionError(name + " " + Arrays.toString(found) + ": " + e.getMessage(), e);
    }
  }

  private static Denoiser onTable(Model model) {
    return (x, t) -> {
      Tensor eps = model.noise(x, t - 1);
      double alpha = TABLE.alpha(t);
      return Denoised.of(Tensors.combine(1 / alpha, x, -TABLE.sigma(t) / alpha, eps));
    };
  }

  private static Denoiser onLevels(Model model, Level level) {
    return (x, sigma) -> {
      Tensor scaled = x.div(new Scalar(Math.sqrt(sigma * sigma + 1)));
      return Denoised.of(x.sub(model.noise(scaled, level.timestep(sigma)), new Scalar(sigma)));
    };
  }

  private static Tensor wavy(Tensor x, double timestep) {
    Tensor wave = x.mul(new Scalar(3.0)).add_(new Scalar(timestep / 300)).sin_();
    return Tensors.combine(0.4, x, 0.5, wave);
  }

  private static Tensor dummy(Tensor x, double timestep) {
    return x.mul(new Scalar(timestep / (timestep + 1)));
  }

  private static double[] run(
      GaussianPath path, Solver solver, double[] times, Denoiser denoiser, double... start) {
    int[] draws = {0};
    Noise noise =
        () -> {
          double n = draws[0]++;
          double[] values = new double[start.length];
          Arrays.setAll(values, k -> Math.sin(7 * n + 3 * k + 1));
          return Tensors.of(values, shape(start));
        };
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensors.of(start, shape(start));
      return Tensors.toDoubles(
          new SamplingLoop(path, solver, times)
              .walk(x, denoiser, noise, SamplingLoop.Observer.NONE));
    }
  }

  private static long[] shape(double[] start) {
    return start.length == 1 ? new long[] {1, 1, 1, 1} : new long[] {1, 1, 2, 2};
  }
}
