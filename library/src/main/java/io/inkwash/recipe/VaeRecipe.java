package io.inkwash.recipe;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.nn.VariationalNet;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.variational.Elbo;
import io.inkwash.variational.PixelLikelihood;
import java.util.function.Supplier;

/**
 * A variational autoencoder, wholly described. A recipe that exists is possible: impossible ones
 * are refused when they are built, with the reason.
 *
 * @param name its name
 * @param about what it is, in one paragraph
 * @param data the images, without classes
 * @param model the network and the distribution of pixels
 * @param loss the bound that training minimizes the negative of
 * @param training what a training step looks at
 * @param learning how the network learns
 */
public record VaeRecipe(
    String name,
    String about,
    ImageSpec data,
    Model model,
    Loss loss,
    Training training,
    Learning learning)
    implements Recipe {

  /**
   * The network and the distribution of pixels that its decoder gives.
   *
   * @param vae encoder and decoder
   * @param likelihood p(x|z)
   */
  public record Model(Spec vae, Spec likelihood) {
    public Model {
      vae = Catalog.VAES.complete(vae);
      likelihood = Catalog.LIKELIHOODS.complete(likelihood);
    }
  }

  /**
   * The bound; see {@link Elbo}.
   *
   * @param beta the weight of the KL term, 0 or more
   * @param freeNats KL that each latent number may spend for nothing, 0 or more
   */
  public record Loss(double beta, double freeNats) {

    /** The value that these numbers stand for. */
    public Elbo elbo() {
      return new Elbo(beta, freeNats);
    }
  }

  public VaeRecipe {
    if (data.classes() > 0) {
      throw new SpecException("a VAE is not conditional on classes; allowed: none");
    }
    Catalog.VAES
        .make(model.vae)
        .plan(data, Catalog.LIKELIHOODS.make(model.likelihood).of(data.range()).outputs());
    loss.elbo();
    learning.settings();
  }

  /** The distribution of pixels that a decoder's output gives. */
  public PixelLikelihood likelihood() {
    return Catalog.LIKELIHOODS.make(model.likelihood).of(data.range());
  }

  /** What builds the network, its weights not yet drawn. */
  public Supplier<VariationalNet> network() {
    return Catalog.VAES.make(model.vae).plan(data, likelihood().outputs());
  }

  @Override
  public VaeRecipe withData(ImageSpec changed) {
    return new VaeRecipe(name, about, changed, model, loss, training, learning);
  }

  @Override
  public VaeRecipe named(String otherName, String otherAbout) {
    return new VaeRecipe(otherName, otherAbout, data, model, loss, training, learning);
  }
}
