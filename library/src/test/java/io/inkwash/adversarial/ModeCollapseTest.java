package io.inkwash.adversarial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.metric.ModeCoverage;
import io.inkwash.torch.AdamRule;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Net;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A ring of eight narrow modes, which a generator learns whole or in part. */
@ExtendWith(NativeLeakGuard.class)
class ModeCollapseTest {
  private static final double DEVIATION = 0.05;
  private static final double[][] CENTERS = ModeCoverage.ring(8, 1);
  private static final int BATCH = 128;

  /** Two hidden layers. */
  private static final class Mlp extends Net {
    private final LinearImpl first;
    private final LinearImpl second;
    private final LinearImpl last;

    Mlp(int in, int out, long seed) {
      first = child("first", new LinearImpl(in, 64));
      second = child("second", new LinearImpl(64, 64));
      last = child("last", new LinearImpl(64, out));
      initialize(torch.make_generator_cpu(seed));
    }

    Tensor forward(Tensor x) {
      Scalar slope = new Scalar(0.2);
      Tensor h = torch.leaky_relu(first.forward(x), slope);
      return last.forward(torch.leaky_relu(second.forward(h), slope));
    }
  }

  /** The discriminator keeps up, and its slope at the data is bounded: all modes. */
  @Test
  void aBalancedGameFindsAllModes() {
    ModeCoverage coverage = play(700, 1, new GradientPenalty(0.1, 1));
    assertThat(coverage.found()).isGreaterThanOrEqualTo(7);
    assertThat(coverage.near()).isGreaterThan(0.3);
  }

  /**
   * Many generator steps to one of the discriminator: all points run where it is fooled just now.
   */
  @Test
  void aGeneratorThatMovesTooOftenCollapses() {
    ModeCoverage coverage = play(70, 20, GradientPenalty.none());
    assertThat(coverage.found()).isLessThanOrEqualTo(3);
  }

  @Test
  void coverageByHand() {
    double[][] points = {{1, 0.1}, {0.9, 0}, {0, -1}, {5, 5}};
    assertThat(ModeCoverage.of(points, ModeCoverage.ring(4, 1), 0.15))
        .isEqualTo(new ModeCoverage(4, 2, 0.75));
    assertThatThrownBy(() -> ModeCoverage.of(points, CENTERS, 0))
        .hasMessageContaining("radius 0.0; allowed");
  }

  private static ModeCoverage play(int rounds, int generatorSteps, GradientPenalty penalty) {
    Mlp generator = new Mlp(4, 2, 1);
    Mlp discriminator = new Mlp(2, 1, 2);
    Parameters down = new Parameters(generator);
    Parameters up = new Parameters(discriminator);
    OptimizerState generating = new AdamRule(0.5, 0.99, 1e-8, 0).start(down);
    OptimizerState discriminating = new AdamRule(0.5, 0.99, 1e-8, 0).start(up);
    AdversarialLoss loss = new NonSaturating();
    for (int round = 0; round < rounds; round++) {
      Rng key = Rng.seed(5).at(round);
      try (TensorScope scope = TensorScope.open()) {
        Tensor real = ring(key.stream("real"));
        Tensor fake = generator.forward(key.stream("fake").normal(BATCH, 4)).detach();
        up.zeroGradients();
        loss.discriminator(discriminator.forward(real), discriminator.forward(fake))
            .add(penalty.of(discriminator::forward, real))
            .backward();
        discriminating.step(2e-3);
      }
      for (int step = 0; step < generatorSteps; step++) {
        try (TensorScope scope = TensorScope.open()) {
          down.zeroGradients();
          Tensor z = key.stream("generator").at(step).normal(BATCH, 4);
          loss.generator(discriminator.forward(generator.forward(z))).backward();
          generating.step(2e-3);
        }
      }
    }
    try (Grad off = Grad.off()) {
      double[] flat = Tensors.toDoubles(generator.forward(Rng.seed(6).normal(1000, 4)));
      double[][] points = new double[1000][];
      for (int i = 0; i < points.length; i++) {
        points[i] = new double[] {flat[2 * i], flat[2 * i + 1]};
      }
      return ModeCoverage.of(points, CENTERS, 3 * DEVIATION);
    }
  }

  private static Tensor ring(Rng key) {
    double[] which = key.stream("mode").uniforms(BATCH);
    float[] means = new float[2 * BATCH];
    for (int i = 0; i < BATCH; i++) {
      double[] center = CENTERS[(int) (CENTERS.length * which[i])];
      means[2 * i] = (float) center[0];
      means[2 * i + 1] = (float) center[1];
    }
    Tensor noise = key.normal(BATCH, 2).mul(new Scalar(DEVIATION));
    return noise.add(Tensors.of(means, BATCH, 2));
  }
}
