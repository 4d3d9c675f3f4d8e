package io.inkwash.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.Conditioning;
import io.inkwash.nn.classifier.NoisyDiscriminator;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.AdamRule;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeLeakGuard.class)
class AdversaryTest {
  private static final Adversary ADVERSARY =
      new Adversary(RectifiedFlow.standard(), TimeSampler.uniform(), 0.5, 1e-3);
  private static final int IMAGES = 32;

  private static NoisyDiscriminator drawn(int classes) {
    NoisyDiscriminator network = new NoisyDiscriminator(1, classes);
    network.initialize(torch.make_generator_cpu(3));
    return network;
  }

  /** Images of a mean and a deviation. */
  private static Tensor images(double mean, double sd, long seed) {
    return Rng.seed(seed).normal(IMAGES, 1, 8, 8).mul(new Scalar(sd)).add(new Scalar(mean));
  }

  private static Tensor loss(NoisyDiscriminator network, Tensor real, Tensor made, long seed) {
    return ADVERSARY.loss(network, real, made, Conditioning.none(), Rng.seed(seed)).total();
  }

  /** Where its logits are 0 both are alike to it: log 4 (Goodfellow et al. 2014, theorem 1). */
  @Test
  void aDiscriminatorThatKnowsNothingHasTheLossLog4() {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      NoisyDiscriminator network = drawn(0);
      new Parameters(network).values().zero_();
      Tensor total = loss(network, images(1, 1, 1), images(-1, 1, 2), 3);
      assertThat(Tensors.item(total)).isCloseTo(Math.log(4), within(1e-6));
      assertThat(Tensors.item(undeceived(network, images(-1, 1, 2)).mean()))
          .isCloseTo(Math.log(2), within(1e-6));
    }
  }

  private static Tensor undeceived(NoisyDiscriminator network, Tensor made) {
    double[] times = new double[IMAGES];
    Arrays.setAll(times, k -> (k + 0.5) / IMAGES);
    Diffused noisy = Diffused.draw(ADVERSARY.path(), TimeBatch.of(times), made, Rng.seed(5));
    return ADVERSARY.undeceived(network, noisy, Conditioning.none());
  }

  /** A trained one leads the student's images to the data: brighter, where those are brighter. */
  @Test
  void itLearnsWhatTheDataAreAndLeadsTheStudentThere() {
    try (TensorScope scope = TensorScope.open()) {
      NoisyDiscriminator network = drawn(0);
      Parameters parameters = new Parameters(network);
      OptimizerState adam = AdamRule.standard().start(parameters);
      for (int step = 1; step <= 60; step++) {
        try (TensorScope inner = TensorScope.open()) {
          parameters.zeroGradients();
          loss(network, images(0.5, 0.1, 2L * step), images(-0.5, 0.1, 2L * step + 1), step)
              .backward();
          adam.step(3e-3);
        }
      }
      double learned = Tensors.item(loss(network, images(0.5, 0.1, 1), images(-0.5, 0.1, 3), 7));
      assertThat(learned).isLessThan(0.7 * Math.log(4)); // images at t near 1 are noise alone
      Tensor made = images(-0.5, 0.1, 3).requires_grad_(true);
      undeceived(network, made).mean().backward();
      assertThat(Tensors.item(made.grad().mean())).isNegative();
    }
  }

  /** One logit a class, and one for images without. */
  @Test
  void anImageHasTheLogitOfItsClass() {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      NoisyDiscriminator network = drawn(3);
      Tensor x = images(0, 1, 1).narrow(0, 0, 4);
      Tensor level = Tensors.zeros(4);
      double[] none = Tensors.toDoubles(network.forward(x, level, Conditioning.none()));
      double[] mixed =
          Tensors.toDoubles(
              network.forward(x, level, Conditioning.classes(Conditioning.NULL_CLASS, 0, 2, -1)));
      double[] third =
          Tensors.toDoubles(network.forward(x, level, Conditioning.classes(2, 2, 2, 2)));
      assertThat(mixed[0]).isEqualTo(none[0]);
      assertThat(mixed[3]).isEqualTo(none[3]);
      assertThat(mixed[2]).isEqualTo(third[2]);
      assertThat(mixed[1]).isNotEqualTo(third[1]).isNotEqualTo(none[1]);
    }
  }

  @Test
  void refusesNumbersThatCannotBe() {
    assertThatThrownBy(() -> new Adversary(ADVERSARY.path(), ADVERSARY.times(), -1, 1e-3))
        .hasMessage("adversary of distribution matching is -1.0; allowed: 0 for none, or above");
    assertThatThrownBy(() -> new Adversary(ADVERSARY.path(), ADVERSARY.times(), 1, 0))
        .hasMessageContaining("adversaryRate of distribution matching is 0.0; allowed: above 0");
  }
}
