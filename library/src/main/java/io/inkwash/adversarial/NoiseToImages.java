package io.inkwash.adversarial;

import io.inkwash.nn.Conditioning;
import io.inkwash.nn.GeneratorNet;
import io.inkwash.torch.Rng;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The generator of the original game: images of noise, and no loss but the game's. */
public record NoiseToImages() implements GeneratorObjective<GeneratorNet> {

  @Override
  public Tensor images(GeneratorNet network, Tensor real, Conditioning conditioning, Rng key) {
    Tensor z = key.stream("latent").normal(real.size(0), network.latent());
    return network.forward(z, conditioning).to(ScalarType.Float);
  }

  @Override
  public GeneratorLoss loss(
      GeneratorNet network,
      Tensor real,
      Conditioning conditioning,
      Rng key,
      UnaryOperator<Tensor> game,
      boolean plays) {
    return GeneratorLoss.ofGame(game.apply(images(network, real, conditioning, key)));
  }
}
