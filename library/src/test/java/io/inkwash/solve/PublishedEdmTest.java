package io.inkwash.solve;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.prediction.Conversion;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.testkit.Golden;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.weighting.Weightings;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * EDM's preconditioning, levels and samplers against the formulas of its paper.
 *
 * <p>The paper's churn may raise the noisiest level above itself. Ours stays on the path: nothing
 * is raised at its end, and nothing beyond it. With the published S_tmax of 50 below 80 the two are
 * the same; otherwise they are on a path that reaches further.
 */
class PublishedEdmTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/edm.txt");
  private static final GaussianPath PATH = Edm.standard();
  private static final GaussianPath LONGER = new Edm(0.002, 200);
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
    double[] expected = GOLDEN.vector("churn-everywhere");
    assertClose(walk(LONGER, everywhere), expected, ROUNDING);
    double[] held = walk(PATH, everywhere);
    assertThat(Math.abs(held[0] - expected[0])).isBetween(1e-3, 2.0); // other draws are used
  }

  private static double value(String name, double data, int k) {
    return GOLDEN.vector(name + "." + data)[k];
  }

  private static double[] walk(GaussianPath path, Churn churn) {
    int[] draws = {0};
    Noise noise =
        () -> {
          double n = draws[0]++;
          double[] values = new double[4];
          Arrays.setAll(values, k -> Math.sin(7 * n + 3 * k + 1));
          return Tensors.of(values, 1, 1, 2, 2);
        };
    double[] start = {1.3, -0.4, 0.2, -1.7};
    Arrays.setAll(start, k -> TIMES[0] * start[k]);
    try (TensorScope scope = TensorScope.open()) {
      return Tensors.toDoubles(
          new SamplingLoop(path, new Heun(OdeVariable.NOISE, churn), TIMES)
              .walk(
                  Tensors.of(start, 1, 1, 2, 2),
                  denoiser(path),
                  noise,
                  SamplingLoop.Observer.NONE));
    }
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
