package io.inkwash.recipe.parts;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.file.Safetensors;
import io.inkwash.file.Weights;
import io.inkwash.metric.feature.LeNet;
import io.inkwash.metric.feature.ShippedLeNet;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import io.inkwash.reconstruction.FeatureDistance;
import io.inkwash.reconstruction.LeNetDistance;
import io.inkwash.torch.TensorScope;
import java.util.Arrays;
import java.util.Optional;

/** What autoencoders of latent diffusion are made of, by name: a line each. */
final class Autoencoders {
  private Autoencoders() {}

  /** Autoencoders. */
  static final Registry<AutoencoderFactory> AUTOENCODERS =
      new Registry<AutoencoderFactory>("autoencoder")
          .register(
              "kl",
              "channels=128:256:512:512, blocks=2, attention=0, latents=4",
              a -> new AutoencoderFactory(config(a)),
              "Stable Diffusion's, a level for each number of channels, each of half the height and"
                  + " width; attention at levels 1:2:4, 0 for the middle alone (Rombach et al. 2022)");

  /** The spaces that diffusion works in. */
  static final Registry<CodecFactory> CODECS =
      new Registry<CodecFactory>("codec")
          .register("pixels", CodecFactory.PIXELS, "pictures as they are")
          .register(
              "autoencoder",
              "channels=32:32:64, blocks=1, attention=0, latents=4, scale=1, weights=none",
              a -> new CodecFactory.Latents(config(a), a.number("scale"), a.text("weights")),
              "latents of a trained autoencoder, which --codec RUN names, times the scale");

  /** How far images are apart to a network. */
  static final Registry<PerceptualFactory> PERCEPTUALS =
      new Registry<PerceptualFactory>("perceptual")
          .register("none", Optional::empty, "not counted")
          .register(
              "digits-lenet",
              new Shipped(ShippedLeNet.DIGITS),
              "by the convolutions of a small network that tells digits apart; comes with the tool")
          .register(
              "fashion-lenet",
              new Shipped(ShippedLeNet.FASHION),
              "by those of one that tells clothes apart; comes with the tool");

  /** For gray pictures. */
  static AutoencoderKlConfig config(Arguments a) {
    int latents = a.integer("latents");
    return new AutoencoderKlConfig(
        1,
        Arrays.stream(a.integers("channels")).boxed().toList(),
        a.integer("blocks"),
        Arrays.stream(a.integers("attention")).filter(rate -> rate != 0).boxed().toList(),
        latents,
        latents);
  }

  /** By a classifier that comes with the tool. */
  private record Shipped(ShippedLeNet which) implements PerceptualFactory {
    @Override
    public Optional<FeatureDistance> open() {
      LeNet network = new LeNet(ShippedLeNet.CLASSES);
      try (TensorScope scope = TensorScope.open()) {
        network.load(
            Weights.stateDict(Safetensors.parse(which.extractorName(), which.bytes()).tensors()),
            "the shipped " + which.extractorName());
      }
      return Optional.of(new LeNetDistance(network));
    }

    @Override
    public int smallest() {
      return LeNetDistance.SMALLEST;
    }
  }
}
