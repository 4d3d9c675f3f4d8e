package io.inkwash.adversarial;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.divergence.Gaussian;
import io.inkwash.divergence.OptimalDiscriminator;
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

/** Games of one dimension, whose best discriminator and value are known. */
@ExtendWith(NativeLeakGuard.class)
class ToyGameTest {
  private static final int BATCH = 256;

  /** From a number to a number, by two hidden layers. */
  private static final class Curve extends Net {
    private final LinearImpl first = child("first", new LinearImpl(1, 32));
    private final LinearImpl second = child("second", new LinearImpl(32, 32));
    private final LinearImpl last = child("last", new LinearImpl(32, 1));

    Curve(long seed) {
      initialize(torch.make_generator_cpu(seed));
    }

    Tensor forward(Tensor x) {
      Tensor h = torch.tanh(second.forward(torch.tanh(first.forward(x))));
      return last.forward(h).view(-1);
    }
  }

  @Test
  void theTrainedDiscriminatorIsTheShareOfTheDataAndTheValueThatOfTheory() {
    Gaussian p = Gaussian.of(0, 1);
    Gaussian q = Gaussian.of(1, 0.6);
    Curve discriminator = trained(p, q, new NonSaturating());
    OptimalDiscriminator best = new OptimalDiscriminator(p, q);
    // Where there are samples to learn from; the logit runs from -0.7 to 3 there.
    for (double x = -2; x <= 2; x += 0.25) {
      try (Grad off = Grad.off()) {
        double logit =
            discriminator.forward(Tensors.of(new float[] {(float) x}, 1, 1)).item().toDouble();
        assertClose(1 / (1 + Math.exp(-logit)), best.probability(x), 0, 0.04);
      }
    }
    // A value of 30,000 samples is sure to 0.005.
    assertClose(value(discriminator, p, q), OptimalDiscriminator.bestValue(p.js(q)), 0, 0.02);
  }

  @Test
  void theValueIsMinusLogFourOnceTheGeneratorIsTheData() {
    Gaussian p = Gaussian.of(0, 1);
    Curve discriminator = trained(p, p, new Minimax());
    assertClose(value(discriminator, p, p), -Math.log(4), 0, 0.01);
  }

  /** A generator of one shift and one scale, by the whole game. */
  @Test
  void theGameEndsAtTheData() {
    Gaussian data = Gaussian.of(2, 0.5);
    Affine generator = new Affine();
    Curve discriminator = new Curve(1);
    Parameters up = new Parameters(discriminator);
    Parameters down = new Parameters(generator);
    OptimizerState discriminating = new AdamRule(0.5, 0.99, 1e-8, 0).start(up);
    OptimizerState generating = new AdamRule(0.5, 0.99, 1e-8, 0).start(down);
    AdversarialLoss loss = new NonSaturating();
    GradientPenalty penalty = new GradientPenalty(0.1, 1);
    int steps = 700;
    for (int step = 0; step < steps; step++) {
      double rate = 1e-2 * (1 - step / (double) steps);
      Rng key = Rng.seed(4).at(step);
      try (TensorScope scope = TensorScope.open()) {
        Tensor real = draws(data, key.stream("real"), BATCH);
        Tensor fake = generator.forward(key.stream("fake").normal(BATCH, 1));
        up.zeroGradients();
        loss.discriminator(discriminator.forward(real), discriminator.forward(fake.detach()))
            .add(penalty.of(discriminator::forward, real))
            .backward();
        discriminating.step(rate);
        down.zeroGradients();
        loss.generator(discriminator.forward(fake)).backward();
        generating.step(rate);
      }
    }
    assertClose(generator.stateDict().get("shift").item().toDouble(), 2, 0, 0.1);
    assertClose(Math.abs(generator.stateDict().get("scale").item().toDouble()), 0.5, 0, 0.1);
  }

  /** Where the discriminator is sure, minimax says nothing to the generator. */
  @Test
  void saturation() {
    assertClose(slope(new Minimax(), -10), -4.54e-5, 1e-3);
    assertClose(slope(new NonSaturating(), -10), -1, 1e-4);
    assertClose(slope(new Hinge(), -10), -1, 1e-9);
    assertClose(slope(new Minimax(), 0), slope(new NonSaturating(), 0), 1e-6);
  }

  @Test
  void lossesByHand() {
    Tensor real = Tensors.of(new float[] {2, -1}, 2);
    Tensor fake = Tensors.of(new float[] {0.5f, -3}, 2);
    double cross =
        (softplus(-2) + softplus(1)) / 2 + (softplus(0.5) + softplus(-3)) / 2; // -log D, -log(1-D)
    assertClose(number(new Minimax().discriminator(real, fake)), cross, 1e-6);
    assertClose(number(new NonSaturating().discriminator(real, fake)), cross, 1e-6);
    assertClose(number(new Minimax().generator(fake)), -(softplus(0.5) + softplus(-3)) / 2, 1e-6);
    assertClose(
        number(new NonSaturating().generator(fake)), (softplus(-0.5) + softplus(3)) / 2, 1e-6);
    assertClose(number(new Hinge().discriminator(real, fake)), (0 + 2) / 2.0 + 1.5 / 2, 1e-6);
    assertClose(number(new Hinge().generator(fake)), -(0.5 - 3) / 2, 1e-6);
  }

  /** D(x) = w x^2 has slope 2 w x: the penalty and its derivative by w are known. */
  @Test
  void thePenaltyAndItsDerivative() {
    Tensor w = Tensors.of(new float[] {3}, 1).requires_grad_(true);
    Tensor x = Tensors.of(new float[] {1, -2}, 2, 1);
    GradientPenalty r1 = new GradientPenalty(10, 4);
    Tensor penalty = r1.of(images -> images.square().mul(w).sum(1), x);
    double expected = 10 / 2.0 * 4 * (36 + 144) / 2; // gamma/2, every, mean of (2 w x)^2
    assertClose(number(penalty), expected, 1e-6);
    penalty.backward();
    assertClose(w.grad().item().toDouble(), 2 * expected / 3, 1e-6);
    assertThat(r1.at(1)).isTrue();
    assertThat(r1.at(2)).isFalse();
    assertThat(r1.at(5)).isTrue();
    assertThat(GradientPenalty.none().at(1)).isFalse();
  }

  @Test
  void refusesStrengthsThatCannotBe() {
    assertThatThrownBy(() -> new GradientPenalty(-1, 1))
        .hasMessageStartingWith("gamma is -1.0; allowed: 0 or more");
    assertThatThrownBy(() -> new GradientPenalty(1, 0))
        .hasMessage("every is 0; allowed: 1 or more");
  }

  private static double slope(AdversarialLoss loss, double logit) {
    Tensor fake = Tensors.of(new float[] {(float) logit}, 1).requires_grad_(true);
    return Grad.of(loss.generator(fake), fake).item().toDouble();
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }

  private static double number(Tensor scalar) {
    return scalar.item().toDouble();
  }

  /** A shift and a scale. */
  private static final class Affine extends Net {
    private final Tensor shift = Tensors.zeros(1);
    private final Tensor scale = Tensors.of(new float[] {1}, 1);

    Affine() {
      register_parameter("shift", shift);
      register_parameter("scale", scale);
    }

    Tensor forward(Tensor z) {
      return z.mul(scale).add(shift);
    }
  }

  private static Curve trained(Gaussian p, Gaussian q, AdversarialLoss loss) {
    Curve discriminator = new Curve(3);
    Parameters parameters = new Parameters(discriminator);
    OptimizerState adam = AdamRule.standard().start(parameters);
    int steps = 1200;
    for (int step = 0; step < steps; step++) {
      Rng key = Rng.seed(2).at(step);
      try (TensorScope scope = TensorScope.open()) {
        parameters.zeroGradients();
        Tensor real = discriminator.forward(draws(p, key.stream("real"), BATCH));
        Tensor fake = discriminator.forward(draws(q, key.stream("fake"), BATCH));
        loss.discriminator(real, fake).backward();
        adam.step(5e-3 * (1 - step / (double) steps));
      }
    }
    return discriminator;
  }

  private static Tensor draws(Gaussian gaussian, Rng key, int count) {
    double mean = gaussian.at(0)[0];
    double deviation = gaussian.at(1)[0] - mean;
    return key.normal(count, 1).mul(new Scalar(deviation)).add(new Scalar(mean));
  }

  /** V of a discriminator, by fresh samples. */
  private static double value(Curve discriminator, Gaussian p, Gaussian q) {
    try (Grad off = Grad.off()) {
      Tensor real = discriminator.forward(draws(p, Rng.seed(8), 30_000));
      Tensor fake = discriminator.forward(draws(q, Rng.seed(9), 30_000));
      return -number(new Minimax().discriminator(real, fake));
    }
  }
}
