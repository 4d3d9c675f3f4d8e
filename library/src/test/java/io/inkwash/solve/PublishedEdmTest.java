package io.inkwash.solve;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.prediction.Conversion;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Ve;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;
import io.inkwash.solve.ode.Churn;
import io.inkwash.solve.ode.Churned;
import io.inkwash.solve.ode.Euler;
import io.inkwash.solve.ode.Heun;
import io.inkwash.testkit.Golden;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.weighting.Weightings;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * EDM's preconditioning, levels and samplers against the formulas of its paper.
 *
 * <p>The paper's churn may raise the noisiest level above itself. So does ours, on a path whose
 * functions go on past its end; on other paths the level rises to the end and no further.
 */
class PublishedEdmTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/edm.txt");
  private static final GaussianPath PATH = Edm.standard();
  private static final double[] TIMES = TimeGrid.edm().times(PATH, 18);

  /** All is float64. */
  private static final double ROUNDING = 1e-11;

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void preconditioning() {
    double[] levels = GOLDEN.vector("levels");
    for (double data : new double[] {0.5, 1}) {
      Parameterization edm = Parameterization.edm(data);
      for (int k = 0; k < levels.length; k++) {
        double sigma = levels[k];
        Conversion x0 = edm.target().toX0(PATH, sigma);
        double weight = Weightings.edm(data).onX0(PATH, sigma);
        assertClose(x0.xCoefficient(), value("c_skip", data, k), ROUNDING);
        assertClose(x0.yCoefficient(), value("c_out", data, k), ROUNDING);
        assertClose(edm.inputScale().at(PATH, sigma), value("c_in", data, k), ROUNDING);
        assertClose(
            edm.noiseLevelInput().at(PATH, sigma), value("c_noise", data, k), ROUNDING, 1e-15);
        assertClose(weight, value("loss_weight", data, k), ROUNDING);
      }
    }
  }

  @Test
  void steps() {
    assertClose(TIMES, GOLDEN.vector("steps"), ROUNDING);
  }

  @Test
  void samplers() {
    assertClose(walk(PATH, Churn.NONE), GOLDEN.vector("heun"), ROUNDING);
    for (int churn : new int[] {4, 40}) {
      Churn published = Churn.published(churn, 0.05, 50, 1.003, 18);
      assertClose(walk(PATH, published), GOLDEN.vector("churn-" + churn), ROUNDING);
    }
  }

  @Test
  void churnAtTheNoisiestLevel() {
    Churn everywhere = Churn.published(4, 0, Double.POSITIVE_INFINITY, 1, 18);
    assertClose(walk(PATH, everywhere), GOLDEN.vector("churn-everywhere"), ROUNDING);
  }

  @Test
  void theRaisedLevelPassesTheEndOfAPathThatGoesOn() {
    Churn churn = new Churn(0.3, 0, Double.POSITIVE_INFINITY, 1);
    assertThat(churn.raised(PATH, 80)).isCloseTo(104, within(1e-9));
    GaussianPath ve = Ve.geometric();
    assertThat(ve.sigma(churn.raised(ve, 1))).isCloseTo(65, within(1e-9));
    for (GaussianPath ends :
        List.of(Vp.linear(), DiscretePath.of(Betas.linear(1000)), VeLevels.ncsnV2())) {
      assertThat(churn.raised(ends, ends.end())).as(ends.name()).isEqualTo(ends.end());
      double before = ends.timeAtLogSnr(ends.logSnr(ends.end()) + 0.1);
      assertThat(churn.raised(ends, before)).as(ends.name()).isEqualTo(ends.end());
    }
  }

  /** The general form, on the time of a linear VP path, up to the raised last level. */
  @Test
  void generalForm() {
    Golden golden = Golden.read("/io/inkwash/golden/edm-general.txt");
    GaussianPath vp = Vp.linear();
    double[] times = new double[12];
    Arrays.setAll(times, k -> 1 + k / 11.0 * (1e-3 - 1));
    Denoiser denoiser =
        (x, t) -> {
          double sigma = OdeVariable.NOISE.at(vp, t);
          Tensor wave = x.mul(new Scalar(3.0)).add_(new Scalar(Math.log1p(sigma) / 3)).sin_();
          Tensor eps = Tensors.combine(0.4, x, 0.5, wave);
          return Denoised.of(Tensors.combine(1 / vp.alpha(t), x, -vp.sigma(t) / vp.alpha(t), eps));
        };
    for (int churn : new int[] {0, 4}) {
      Churn noise = churn == 0 ? Churn.NONE : Churn.published(churn, 0, 50, 1.003, 12);
      Solver euler = new Churned(new Euler(OdeVariable.TIME), noise);
      for (double stage : new double[] {1, 0.5}) {
        Solver heun = new Heun(OdeVariable.TIME, noise, stage);
        String end = "-" + stage + "-" + churn;
        double[] first = general(vp, euler, noise, times, denoiser);
        assertClose(first, golden.vector("euler" + end), 1e-9);
        double[] second = general(vp, heun, noise, times, denoiser);
        assertClose(second, golden.vector("heun" + end), 1e-9);
      }
    }
  }

  private static double[] general(
      GaussianPath path, Solver solver, Churn churn, double[] times, Denoiser denoiser) {
    double[] x = {1.3, -0.4, 0.2, -1.7};
    Arrays.setAll(x, k -> x[k] * path.sigma(1));
    int above = 0; // the levels above 50, where theirs draws noise and does not use it
    while (OdeVariable.NOISE.at(path, times[above]) > 50) {
      above++;
    }
    Noise noise = noise(above);
    try (TensorScope scope = TensorScope.open()) {
      Tensor end =
          new SamplingLoop(path, solver, times)
              .walk(Tensors.of(x, 1, 1, 2, 2), denoiser, noise, SamplingLoop.Observer.NONE);
      double last = times[times.length - 1];
      return Tensors.toDoubles(churn.raise(path, end, last, churn.raised(path, last), noise));
    }
  }

  private static double value(String name, double data, int k) {
    return GOLDEN.vector(name + "." + data)[k];
  }

  private static double[] walk(GaussianPath path, Churn churn) {
    double[] start = {1.3, -0.4, 0.2, -1.7};
    Arrays.setAll(start, k -> TIMES[0] * start[k]);
    try (TensorScope scope = TensorScope.open()) {
      return Tensors.toDoubles(
          new SamplingLoop(path, new Heun(OdeVariable.NOISE, churn), TIMES)
              .walk(
                  Tensors.of(start, 1, 1, 2, 2),
                  denoiser(path),
                  noise(0),
                  SamplingLoop.Observer.NONE));
    }
  }

  private static Noise noise(int first) {
    int[] draws = {first};
    return () -> {
      double n = draws[0]++;
      double[] values = new double[4];
      Arrays.setAll(values, k -> Math.sin(7 * n + 3 * k + 1));
      return Tensors.of(values, 1, 1, 2, 2);
    };
  }

  private static Denoiser denoiser(GaussianPath path) {
    Parameterization edm = Parameterization.edm(0.5);
    return (x, t) -> {
      Tensor input = x.mul(new Scalar(edm.inputScale().at(path, t)));
      Tensor wave =
          input.mul(new Scalar(3.0)).add_(new Scalar(edm.noiseLevelInput().at(path, t))).sin_();
      Tensor output = Tensors.combine(0.4, input, 0.5, wave);
      Conversion x0 = edm.target().toX0(path, t);
      return Denoised.of(Tensors.combine(x0.xCoefficient(), x, x0.yCoefficient(), output));
    };
  }
}
