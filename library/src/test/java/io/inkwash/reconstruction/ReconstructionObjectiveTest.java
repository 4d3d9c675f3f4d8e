package io.inkwash.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.adversarial.GeneratorLoss;
import io.inkwash.metric.feature.LeNet;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The terms of an autoencoder's loss, and their balance at the last layer. */
class ReconstructionObjectiveTest {

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  private static AutoencoderKl network() {
    AutoencoderKl network =
        new AutoencoderKl(new AutoencoderKlConfig(1, List.of(32, 32), 1, List.of(), 3, 3));
    network.initialize(torch.make_generator_cpu(1));
    return network;
  }

  private static ReconstructionObjective objective(double adversarial) {
    return new ReconstructionObjective(
        new ReconstructionObjective.Settings(0, 1e-3, adversarial, 5), Optional.empty());
  }

  private static GeneratorLoss loss(
      ReconstructionObjective objective, AutoencoderKl network, Tensor real, boolean plays) {
    return objective.loss(
        network,
        real,
        Conditioning.none(),
        Rng.seed(3),
        images -> images.square().mean().mul(new Scalar(7.0)),
        plays);
  }

  /** The whole is the pixels' error and the divergence an image value, as the page of it has it. */
  @Test
  void theLossIsTheSumOfItsTerms() {
    try (TensorScope scope = TensorScope.open()) {
      AutoencoderKl network = network();
      Tensor real = Rng.seed(2).normal(4, 1, 8, 8);
      ReconstructionObjective objective = objective(0);
      GeneratorLoss loss = loss(objective, network, real, objective.plays(100));
      Tensor z = network.encode(real).sample(Rng.seed(3).stream("posterior").normal(4, 3, 4, 4));
      double pixels = Tensors.item(network.decode(z).sub(real).abs().mean());
      double kl = Tensors.item(network.encode(real).kl().mean());
      assertThat(Tensors.item(loss.total())).isCloseTo(pixels + 1e-3 * kl / 64, within(1e-5));
      assertThat(Tensors.item(loss.own().orElseThrow())).isEqualTo(Tensors.item(loss.total()));
      assertThat(loss.terms()).containsOnlyKeys("pixels", "kl", "latents");
      assertThat(Tensors.item(loss.terms().get("latents")))
          .isCloseTo(Tensors.item(z.square().mean()), within(1e-5));
    }
  }

  /** Whatever the discriminator's scale, the game pulls at the last layer by its weight. */
  @Test
  void theGameIsBalancedAtTheLastLayer() {
    try (TensorScope scope = TensorScope.open()) {
      AutoencoderKl network = network();
      Tensor real = Rng.seed(2).normal(4, 1, 8, 8);
      ReconstructionObjective objective = objective(0.3);
      assertThat(objective.plays(5)).isFalse();
      assertThat(objective.plays(6)).isTrue();
      GeneratorLoss loss = loss(objective, network, real, true);
      Tensor own = Grad.keeping(loss.own().orElseThrow(), network.lastLayer());
      Tensor all = Grad.keeping(loss.total(), network.lastLayer());
      double pull = Tensors.item(all.sub(own).norm());
      assertThat(pull).isCloseTo(0.3 * Tensors.item(own.norm()), within(1e-3 * pull));
    }
  }

  @Test
  void theLatentsSquareIsAMeanOfLate() {
    ReconstructionObjective objective = objective(0);
    assertThat(objective.latentSquare()).isEqualTo(1);
    for (int step = 0; step < 50; step++) {
      objective.observe(Map.of("latents", 4.0));
    }
    assertThat(objective.latentSquare()).isCloseTo(4, within(1e-12));
    ReconstructionObjective again = objective(0);
    again.restore(objective.values()::get);
    for (int step = 0; step < 1000; step++) {
      objective.observe(Map.of("latents", 9.0));
      again.observe(Map.of("latents", 9.0));
    }
    assertThat(again.latentSquare()).isEqualTo(objective.latentSquare()).isCloseTo(9, within(0.01));
  }

  /** None of an image to itself, some to another, and a slope by the image alone. */
  @Test
  void featuresAreApartWhereImagesAre() {
    try (TensorScope scope = TensorScope.open()) {
      LeNet lenet = new LeNet(10);
      lenet.initialize(torch.make_generator_cpu(1));
      FeatureDistance distance = new LeNetDistance(lenet);
      Tensor real = Rng.seed(2).normal(2, 1, 28, 56);
      Tensor other = Rng.seed(3).normal(2, 1, 28, 56).requires_grad_(true);
      assertThat(Tensors.item(distance.between(real, real))).isZero();
      Tensor apart = distance.between(real, other);
      assertThat(Tensors.item(apart)).isBetween(0.1, 4.0); // twice a squared chord of unit vectors
      assertThat(Tensors.item(Grad.of(apart, other).norm())).isPositive();
      lenet.weightDict().values().forEach(w -> assertThat(w.requires_grad()).isFalse());
    }
  }
}
