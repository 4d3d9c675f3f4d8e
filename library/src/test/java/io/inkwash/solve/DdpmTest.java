package io.inkwash.solve;

import io.inkwash.denoise.Clamped;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.testkit.Close;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** DDPM and DDIM, from network to image, against the formulas and sums of other programs. */
@ExtendWith(NativeLeakGuard.class)
class DdpmTest {
  private static final GaussianPath PATH = DiscretePath.of(Betas.linear(1000));
  private static final Ancestral SMALL = new Ancestral(Variance.FIXED_SMALL);
  private static final Ancestral LARGE = new Ancestral(Variance.FIXED_LARGE);

  /**
   * Each of 1000 steps against algorithm 2 of DDPM as tutorials write it: tables counted from 0, x0
   * predicted and clamped, posterior mean and variance from betas.
   */
  @Test
  void everyStepIsThatOfTheTutorial() {
    double[] betas = new double[1000];
    double[] bars = new double[1000];
    double product = 1;
    for (int i = 0; i < 1000; i++) {
      betas[i] = 1e-4 + (0.02 - 1e-4) * i / 999;
      product *= 1 - betas[i];
      bars[i] = product;
    }
    double[][] drawn = new double[1][];
    Noise noise = Noise.perImage(Rng.seed(3), 0, 2, 1, 2, 2);
    Noise remembered =
        () -> {
          Tensor next = noise.next();
          drawn[0] = Tensors.toDoubles(next);
          return next;
        };
    double[][] before = {{0.3, -1.2, 2, -0.1, 0.8, 1.1, -0.4, 0.05}};
    SamplingLoop.Observer check =
        (step, t, s, state) -> {
          int i = 1000 - step;
          double[] after = Tensors.toDoubles(state);
          for (int k = 0; k < after.length; k++) {
            double x = before[0][k];
            double eps = 0.4 * x + 0.5 * Math.sin(3 * x + i / 300.0);
            double x0 = (x - Math.sqrt(1 - bars[i]) * eps) / Math.sqrt(bars[i]);
            x0 = Math.max(-1, Math.min(1, x0));
            double wanted = x0;
            if (i > 0) {
              double bar = bars[i];
              double below = bars[i - 1];
              double mean =
                  Math.sqrt(below) * betas[i] / (1 - bar) * x0
                      + Math.sqrt(1 - betas[i]) * (1 - below) / (1 - bar) * x;
              double variance = betas[i] * (1 - below) / (1 - bar);
              wanted = mean + Math.sqrt(variance) * drawn[0][k];
            }
            Close.assertClose(after[k], wanted, 0, 1e-6); // the network is float32
          }
          before[0] = after;
        };
    FormulaNetwork wavy =
        new FormulaNetwork(
            (x, index) ->
                Tensors.combine(
                    0.4, x, 0.5, x.mul(new Scalar(3.0)).add_(index.div(new Scalar(300.0))).sin_()));
    new SamplingLoop(PATH, SMALL, TimeGrid.all().times(PATH, 1000))
        .walk(
            Tensors.of(before[0], 2, 1, 2, 2),
            clamped(PATH, Targets.noise(), wavy),
            remembered,
            check);
  }

  /**
   * The tests of diffusers' DDPMScheduler: the sum of absolute values that its loop ends with,
   * noise from PyTorch's generator with seed 0. Its tables are float32.
   */
  @Test
  void ddpmOfDiffusers() {
    double[] all = TimeGrid.all().times(PATH, 1000);
    assertSum(258.961104, SMALL, PATH, Targets.noise(), all, start());
    assertSum(202.029910, SMALL, PATH, Targets.v(), all, start());
    assertSum(261.207118, LARGE, PATH, Targets.noise(), all, start());
    assertSum(204.798354, LARGE, PATH, Targets.v(), all, start());
    double[] lastTwo = {2, 1, 0};
    // Near data 1 - alphaBar has four digits in float32, and no other steps make up for it.
    assertSum(387.946586, SMALL, PATH, Targets.noise(), lastTwo, noised(2), 1e-4);
  }

  /** The same of its DDIMScheduler, ten steps with leading spacing. */
  @Test
  void ddimOfDiffusers() {
    Ddim ddim = new Ddim(0);
    double[] leading = TimeGrid.leading().times(PATH, 10);
    assertSum(172.006522, ddim, PATH, Targets.noise(), leading, start());
    assertSum(52.530124, ddim, PATH, Targets.v(), leading, start());
    GaussianPath steep = DiscretePath.of(Betas.linear(1000, 0.01, 0.02));
    assertSum(149.829460, ddim, steep, Targets.noise(), leading, start());
    double[] lastTwo = {101, 1, 0};
    assertSum(354.541501, ddim, PATH, Targets.noise(), lastTwo, noised(101));
  }

  private static void assertSum(
      double sum, Solver solver, GaussianPath path, Target target, double[] times, Tensor start) {
    assertSum(sum, solver, path, target, times, start, 1e-5);
  }

  private static void assertSum(
      double sum,
      Solver solver,
      GaussianPath path,
      Target target,
      double[] times,
      Tensor start,
      double tolerance) {
    FormulaNetwork dummy =
        new FormulaNetwork((x, index) -> x.mul(index.div(index.add(new Scalar(1.0)))));
    Generator generator = torch.make_generator_cpu(0);
    Noise noise = () -> Tensors.fillNormal(Tensors.zeros(4, 3, 8, 8), generator);
    Tensor end =
        new SamplingLoop(path, solver, times)
            .walk(start, clamped(path, target, dummy), noise, SamplingLoop.Observer.NONE);
    Close.assertClose(Tensors.toDoubles(end.abs().sum())[0], sum, tolerance);
  }

  private static Denoiser clamped(GaussianPath path, Target target, FormulaNetwork network) {
    Parameterization parameterization =
        new Parameterization(target, InputScale.identity(), NoiseLevelInput.index());
    return new Clamped(
        new NetworkDenoiser(network, path, parameterization, Conditioning.none(), Precision.FP32),
        -1,
        1);
  }

  /** 0 .. 767 over 768, the batch running fastest. */
  private static Tensor start() {
    double[] values = new double[768];
    for (int k = 0; k < 768; k++) {
      values[k] = k / 768.0;
    }
    return Tensors.of(values, 3, 8, 8, 4).permute(3, 0, 1, 2);
  }

  /** The start with the same numbers, in the opposite order, as its noise. */
  private static Tensor noised(double t) {
    Tensor noise = start().neg().add_(new Scalar(767 / 768.0));
    return Tensors.combine(PATH.alpha(t), start(), PATH.sigma(t), noise).to(ScalarType.Double);
  }
}
