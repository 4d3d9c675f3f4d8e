package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.testkit.Close;
import io.inkwash.testkit.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adam and AdamW against PyTorch and against the formulas. */
@ExtendWith(NativeLeakGuard.class)
class AdamTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/torch/adam.txt");

  private final Parameters line = new Parameters(new Line());

  @ParameterizedTest
  @CsvSource({
    "adamw.default, 0.9, 0.999, 1e-8, 0.01, DECOUPLED",
    "adamw.decay,   0.5, 0.9,   1e-3, 0.3,  DECOUPLED",
    "adam.default,  0.9, 0.999, 1e-8, 0,    L2",
    "adam.decay,    0.8, 0.95,  1e-6, 0.1,  L2",
  })
  void sixStepsArePyTorchs(
      String name, double beta1, double beta2, double eps, double decay, Adam.Decay kind) {
    Adam adam = new Adam(new Adam.Settings(beta1, beta2, eps, decay, kind), line);
    ParametersTest.fill(line, line.values(), GOLDEN.vector("start"));
    for (int step = 0; step < 6; step++) {
      step(adam, step);
      // Weights are about 1 and float32: one unit in the last place is 1e-7 of them.
      double[] weights = ParametersTest.read(line, line.values());
      double[] wanted = GOLDEN.vector(name + "." + (step + 1));
      for (int i = 0; i < wanted.length; i++) {
        Close.assertClose(weights[i], wanted[i], 2e-7, 2e-8);
      }
    }
    assertThat(adam.steps()).isEqualTo(6);
  }

  @Test
  void theNamedSettingsArePyTorchsDefaults() {
    assertThat(Adam.Settings.adamW())
        .isEqualTo(new Adam.Settings(0.9, 0.999, 1e-8, 0.01, Adam.Decay.DECOUPLED));
    assertThat(Adam.Settings.adam())
        .isEqualTo(new Adam.Settings(0.9, 0.999, 1e-8, 0, Adam.Decay.L2));
  }

  /**
   * From weight 1 with gradients 1 and then 3, by algorithm 1. The first step does not depend on
   * the betas; the second does, and differs when they change places.
   */
  @Test
  void twoStepsByHand() {
    double beta1 = 0.5;
    double beta2 = 0.9;
    Adam adam = new Adam(new Adam.Settings(beta1, beta2, 1e-8, 0, Adam.Decay.L2), line);
    constant(1, 1);
    adam.step(0.1);
    assertThat(ParametersTest.read(line, line.values())).containsOnly(0.9f); // 1 - 0.1 m/sqrt(v)
    double mean = (1 - beta1) * (beta1 * 1 + 3);
    double square = (1 - beta2) * (beta2 * 1 + 9);
    double corrected = mean / (1 - beta1 * beta1);
    double expected = 0.9 - 0.1 * corrected / Math.sqrt(square / (1 - beta2 * beta2));
    constant(Double.NaN, 3);
    adam.step(0.1);
    double[] weights = ParametersTest.read(line, line.values());
    Close.assertClose(weights[0], expected, 1e-6);
    double swapped = 0.9 - 0.1 * (0.1 * 3.9 / 0.19) / Math.sqrt(0.5 * 9.5 / 0.75);
    assertThat(Math.abs(expected - swapped)).isGreaterThan(1e-3);
  }

  @Test
  void aResumedOptimizerGoesOnBitForBit() {
    Adam whole = new Adam(Adam.Settings.adamW(), line);
    ParametersTest.fill(line, line.values(), GOLDEN.vector("start"));
    for (int step = 0; step < 3; step++) {
      step(whole, step);
    }
    double[] weights = ParametersTest.read(line, line.values());
    Parameters other = new Parameters(new Line());
    ParametersTest.fill(other, other.values(), weights);
    Adam resumed = new Adam(Adam.Settings.adamW(), other);
    resumed.mean().copy_(whole.mean());
    resumed.square().copy_(whole.square());
    resumed.resumeAt(whole.steps());
    for (int step = 3; step < 6; step++) {
      step(whole, step);
      ParametersTest.fill(other, other.gradients(), gradients(step));
      resumed.step(GOLDEN.vector("rates")[step]);
    }
    assertThat(ParametersTest.read(other, other.values()))
        .containsExactly(ParametersTest.read(line, line.values()));
  }

  @Test
  void paddingStaysZero() {
    Adam adam = new Adam(Adam.Settings.adamW(), line);
    step(adam, 0);
    float[] all = Tensors.toFloats(line.values());
    assertThat(all.length).isGreaterThan(15);
    assertThat(Arrays.stream(ParametersTest.read(line, line.values())).filter(w -> w != 0).count())
        .isEqualTo(15);
    int zeros = 0;
    for (float value : all) {
      zeros += value == 0 ? 1 : 0;
    }
    assertThat(zeros).isEqualTo(all.length - 15);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Adam.Settings(1, 0.999, 1e-8, 0, Adam.Decay.L2))
        .hasMessage("beta1 is 1.0; allowed: 0 up to but not 1, such as 0.9");
    assertThatThrownBy(() -> new Adam.Settings(0.9, -0.1, 1e-8, 0, Adam.Decay.L2))
        .hasMessage("beta2 is -0.1; allowed: 0 up to but not 1, such as 0.9");
    assertThatThrownBy(() -> new Adam.Settings(0.9, 0.999, 0, 0, Adam.Decay.L2))
        .hasMessage("eps is 0.0; allowed: above 0, such as 1e-8");
    assertThatThrownBy(() -> new Adam.Settings(0.9, 0.999, 1e-8, -1, Adam.Decay.L2))
        .hasMessage("weightDecay is -1.0; allowed: 0 or more, such as 0.01");
  }

  private void step(Adam adam, int step) {
    ParametersTest.fill(line, line.gradients(), gradients(step));
    adam.step(GOLDEN.vector("rates")[step]);
  }

  private static double[] gradients(int step) {
    return Arrays.copyOfRange(GOLDEN.vector("gradients"), 15 * step, 15 * step + 15);
  }

  /** Sets all weights (unless NaN) and all gradients. */
  private void constant(double weight, double gradient) {
    double[] numbers = new double[15];
    if (!Double.isNaN(weight)) {
      Arrays.fill(numbers, weight);
      ParametersTest.fill(line, line.values(), numbers);
    }
    Arrays.fill(numbers, gradient);
    ParametersTest.fill(line, line.gradients(), numbers);
  }
}
