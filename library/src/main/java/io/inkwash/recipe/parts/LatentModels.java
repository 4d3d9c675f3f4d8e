package io.inkwash.recipe.parts;

import io.inkwash.adversarial.AdversarialLoss;
import io.inkwash.adversarial.Hinge;
import io.inkwash.adversarial.Minimax;
import io.inkwash.adversarial.NonSaturating;
import io.inkwash.catalog.Registry;
import io.inkwash.data.ImageSpec;
import io.inkwash.nn.ConvPyramid;
import io.inkwash.nn.ConvVae;
import io.inkwash.nn.DcganDiscriminator;
import io.inkwash.nn.DcganGenerator;
import io.inkwash.nn.DiscriminatorNet;
import io.inkwash.nn.GeneratorNet;
import io.inkwash.nn.Normalization;
import io.inkwash.nn.latent.PatchDiscriminator;
import io.inkwash.variational.Bernoulli;
import io.inkwash.variational.PixelGaussian;
import io.inkwash.variational.SharedGaussian;

/** What adversarial and variational models are made of, by name: a line each. */
final class LatentModels {
  private LatentModels() {}

  /** Networks that make images of random numbers. */
  static final Registry<ImageNetFactory<GeneratorNet>> GENERATORS =
      new Registry<ImageNetFactory<GeneratorNet>>("generator")
          .register(
              "dcgan",
              "features=64, latent=100",
              a -> generator(a.integer("features"), a.integer("latent")),
              "transposed convolutions with batch norm (Radford et al. 2016)");

  /** Networks that distinguish the data from a generator. */
  static final Registry<ImageNetFactory<DiscriminatorNet>> DISCRIMINATORS =
      new Registry<ImageNetFactory<DiscriminatorNet>>("discriminator")
          .register(
              "dcgan",
              "features=64, normalization=spectral",
              a ->
                  discriminator(
                      a.integer("features"), a.word("normalization", Normalization.class)),
              "convolutions of stride 2 (Radford et al. 2016); normalization none, batch or spectral"
                  + " (Miyato et al. 2018)")
          .register(
              "patch",
              "features=64, layers=3",
              a -> patches(a.integer("features"), a.integer("layers")),
              "judges patches, without classes (Isola et al. 2017); layers convolutions of stride 2");

  /** What the two networks of an adversarial game minimize. */
  static final Registry<AdversarialLoss> ADVERSARIAL_LOSSES =
      new Registry<AdversarialLoss>("adversarialLoss")
          .register(
              "non-saturating",
              new NonSaturating(),
              "the generator minimizes -log D(G(z)) (Goodfellow et al. 2014, section 3)")
          .register(
              "minimax", new Minimax(), "the original game (Goodfellow et al. 2014, equation 1)")
          .register("hinge", new Hinge(), "the hinge loss (Lim and Ye 2017; Miyato et al. 2018)");

  /** Variational autoencoders. */
  static final Registry<VaeFactory> VAES =
      new Registry<VaeFactory>("vae")
          .register(
              "conv-vae",
              "features=64, hidden=512, latent=32, normalization=batch",
              a ->
                  vae(
                      a.integer("features"),
                      a.integer("hidden"),
                      a.integer("latent"),
                      a.word("normalization", Normalization.class)),
              "convolutions of stride 2 to a vector and back (Kingma and Welling 2014)");

  /** The distribution of pixels that a decoder gives. */
  static final Registry<LikelihoodFactory> LIKELIHOODS =
      new Registry<LikelihoodFactory>("likelihood")
          .register(
              "shared-gaussian",
              range -> new SharedGaussian(range.low(), range.high()),
              "256 values about the output, one learned variance a channel (Rybkin et al. 2021)")
          .register(
              "gaussian",
              range -> new PixelGaussian(range.low(), range.high()),
              "256 values about the output, a learned variance a pixel")
          .register(
              "bernoulli",
              range -> new Bernoulli(range.low(), range.high()),
              "black and white pixels, gray ones with their brightness for a probability");

  private static ConvPyramid pyramid(ImageSpec images, int features) {
    return new ConvPyramid(images.channels(), images.height(), images.width(), features);
  }

  private static ImageNetFactory<GeneratorNet> generator(int features, int latent) {
    return images -> {
      var config = new DcganGenerator.Config(pyramid(images, features), latent, images.classes());
      return () -> new DcganGenerator(config);
    };
  }

  private static ImageNetFactory<DiscriminatorNet> discriminator(
      int features, Normalization normalization) {
    return images -> {
      var config =
          new DcganDiscriminator.Config(pyramid(images, features), normalization, images.classes());
      return () -> new DcganDiscriminator(config);
    };
  }

  private static ImageNetFactory<DiscriminatorNet> patches(int features, int layers) {
    new PatchDiscriminator.Config(1, features, layers); // refuses bad sizes now
    return images -> {
      if (images.classes() > 0) {
        throw new IllegalArgumentException(
            "discriminator patch reads no classes; allowed: an unconditional model, or dcgan");
      }
      var config = new PatchDiscriminator.Config(images.channels(), features, layers);
      return () -> new PatchDiscriminator(config);
    };
  }

  private static VaeFactory vae(int features, int hidden, int latent, Normalization normalization) {
    return (images, outputs) -> {
      var config =
          new ConvVae.Config(pyramid(images, features), hidden, latent, outputs, normalization);
      return () -> new ConvVae(config);
    };
  }
}
