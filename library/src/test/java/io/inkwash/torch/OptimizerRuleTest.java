package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.testkit.Close;
import io.inkwash.testkit.Golden;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimizer against PyTorch, and Adam against its formulas. */
@ExtendWith(NativeLeakGuard.class)
class OptimizerRuleTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/torch/optimizers.txt");
  private static final int STEPS = 10;

  private static final Map<String, OptimizerRule> RULES =
      Map.ofEntries(
          Map.entry("adamw.default", AdamWRule.standard()),
          Map.entry("adamw.decay", new AdamWRule(0.5, 0.9, 1e-3, 0.3)),
          Map.entry("adam.default", AdamRule.standard()),
          Map.entry("adam.decay", new AdamRule(0.8, 0.95, 1e-6, 0.1)),
          Map.entry("radam.default", RAdamRule.standard()),
          Map.entry("radam.decay", new RAdamRule(0.5, 0.9, 1e-3, 0.3, RAdamRule.Decay.L2)),
          Map.entry(
              "radam.decoupled", new RAdamRule(0.8, 0.99, 1e-6, 0.1, RAdamRule.Decay.DECOUPLED)),
          Map.entry("adafactor.default", AdafactorRule.standard()),
          Map.entry("adafactor.decay", new AdafactorRule(-0.5, 1e-2, 1.5, 0.3)),
          Map.entry("sgd.default", new SgdRule(0, false, 0)),
          Map.entry("sgd.decay", new SgdRule(0, false, 0.3)),
          Map.entry("sgd.momentum", new SgdRule(0.9, false, 0.1)),
          Map.entry("sgd.nesterov", new SgdRule(0.8, true, 0.1)),
          Map.entry("lion.default", LionRule.standard()),
          Map.entry("lion.decay", new LionRule(0.7, 0.9, 0.5)));

  private final Parameters line = new Parameters(new Line());

  private static String[] names() {
    return RULES.keySet().stream().sorted().toArray(String[]::new);
  }

  @Test
  void everyReferenceIsCompared() {
    assertThat(GOLDEN.names("").stream().filter(name -> name.endsWith(".10")))
        .hasSize(RULES.size());
  }

  @ParameterizedTest
  @MethodSource("names")
  void tenStepsAreTheReferences(String name) {
    OptimizerState optimizer = RULES.get(name).start(line);
    ParametersTest.fill(line, line.values(), GOLDEN.vector("start"));
    for (int step = 0; step < STEPS; step++) {
      step(optimizer, line, step);
      // Weights are about 1 and float32: one unit in the last place is 1e-7 of them.
      double[] weights = ParametersTest.read(line, line.values());
      double[] wanted = GOLDEN.vector(name + "." + (step + 1));
      for (int i = 0; i < wanted.length; i++) {
        Close.assertClose(weights[i], wanted[i], 2e-7, 2e-8);
      }
    }
    assertThat(optimizer.steps()).isEqualTo(STEPS);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aResumedOptimizerGoesOnBitForBit(String name) {
    OptimizerRule rule = RULES.get(name);
    OptimizerState whole = rule.start(line);
    ParametersTest.fill(line, line.values(), GOLDEN.vector("start"));
    for (int step = 0; step < 3; step++) {
      step(whole, line, step);
    }
    Parameters other = new Parameters(new Line());
    ParametersTest.fill(other, other.values(), ParametersTest.read(line, line.values()));
    OptimizerState resumed = rule.start(other);
    resumed.vectors().forEach((key, vector) -> vector.copy_(whole.vectors().get(key)));
    resumed.resumeAt(whole.steps());
    for (int step = 3; step < STEPS; step++) {
      step(whole, line, step);
      step(resumed, other, step);
    }
    assertThat(ParametersTest.read(other, other.values()))
        .containsExactly(ParametersTest.read(line, line.values()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void paddingStaysZero(String name) {
    OptimizerState optimizer = RULES.get(name).start(line);
    step(optimizer, line, 0);
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
  void checkpointsNameWhatEachRemembers() {
    assertThat(AdamRule.standard().start(line).vectors()).containsOnlyKeys("mean", "square");
    assertThat(AdamWRule.standard().start(line).vectors()).containsOnlyKeys("mean", "square");
    assertThat(RAdamRule.standard().start(line).vectors()).containsOnlyKeys("mean", "square");
    assertThat(new SgdRule(0, false, 0).start(line).vectors()).isEmpty();
    assertThat(new SgdRule(0.9, false, 0).start(line).vectors()).containsOnlyKeys("momentum");
    assertThat(LionRule.standard().start(line).vectors()).containsOnlyKeys("mean");
    assertThat(AdafactorRule.standard().start(line).vectors()).containsOnlyKeys("rows", "columns");
  }

  /**
   * From weight 1 with gradients 1 and then 3, by algorithm 1. The first step does not depend on
   * the betas; the second does, and differs when they change places.
   */
  @Test
  void twoStepsOfAdamByHand() {
    double beta1 = 0.5;
    double beta2 = 0.9;
    OptimizerState adam = new AdamRule(beta1, beta2, 1e-8, 0).start(line);
    constant(line.values(), 1);
    constant(line.gradients(), 1);
    adam.step(0.1);
    assertThat(ParametersTest.read(line, line.values())).containsOnly(0.9f); // 1 - 0.1 m/sqrt(v)
    double mean = (1 - beta1) * (beta1 * 1 + 3);
    double square = (1 - beta2) * (beta2 * 1 + 9);
    double corrected = mean / (1 - beta1 * beta1);
    double expected = 0.9 - 0.1 * corrected / Math.sqrt(square / (1 - beta2 * beta2));
    constant(line.gradients(), 3);
    adam.step(0.1);
    double[] weights = ParametersTest.read(line, line.values());
    Close.assertClose(weights[0], expected, 1e-6);
    double swapped = 0.9 - 0.1 * (0.1 * 3.9 / 0.19) / Math.sqrt(0.5 * 9.5 / 0.75);
    assertThat(Math.abs(expected - swapped)).isGreaterThan(1e-3);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new AdamRule(1, 0.999, 1e-8, 0))
        .hasMessage("beta1 is 1.0; allowed: 0 up to but not 1, such as 0.9");
    assertThatThrownBy(() -> new AdamWRule(0.9, -0.1, 1e-8, 0))
        .hasMessage("beta2 is -0.1; allowed: 0 up to but not 1, such as 0.9");
    assertThatThrownBy(() -> new RAdamRule(0.9, 0.999, 0, 0, RAdamRule.Decay.L2))
        .hasMessage("eps is 0.0; allowed: above 0, such as 1e-8");
    assertThatThrownBy(() -> new LionRule(0.9, 0.99, -1))
        .hasMessage("weightDecay is -1.0; allowed: 0 or more, such as 0.01");
    assertThatThrownBy(() -> new SgdRule(1, false, 0))
        .hasMessage("momentum is 1.0; allowed: 0 up to but not 1, such as 0.9");
    assertThatThrownBy(() -> new SgdRule(0, true, 0))
        .hasMessageStartingWith("nesterov is true with momentum 0; allowed: a momentum above 0");
  }

  private static void step(OptimizerState optimizer, Parameters parameters, int step) {
    double[] gradients = Arrays.copyOfRange(GOLDEN.vector("gradients"), 15 * step, 15 * step + 15);
    ParametersTest.fill(parameters, parameters.gradients(), gradients);
    optimizer.step(GOLDEN.vector("rates")[step]);
  }

  /** Sets all weights or all gradients. */
  private void constant(Tensor flat, double value) {
    double[] numbers = new double[15];
    Arrays.fill(numbers, value);
    ParametersTest.fill(line, flat, numbers);
  }
}
