package io.inkwash.model;

import io.inkwash.codec.Codec;
import io.inkwash.denoise.Denoiser;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.PriorModel;
import io.inkwash.nn.Conditioning;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.restore.Prior;
import java.util.List;

/** A trained model that denoises: solvers, restoration and guidance rest on it. */
public interface DenoisingModel extends DrawingModel, PriorModel {

  @Override
  DiffusionRecipe recipe();

  /** The recipe's values. */
  DiffusionMethod method();

  /** Between pictures and what is denoised: pictures themselves, or latents. */
  Codec codec();

  /** The denoiser of images with this conditioning, neither guided nor thresholded. */
  Denoiser denoiser(Conditioning conditioning);

  /** The unconditional denoiser. */
  default Denoiser denoiser() {
    return denoiser(Conditioning.none());
  }

  /**
   * The model as restoration uses it: unconditional and without guidance.
   *
   * @param sampling how it draws; its guidance is ignored
   * @throws io.inkwash.catalog.SpecException if the model was never trained without a class, or
   *     cannot be drawn so
   */
  default Prior prior(DiffusionRecipe.Sampling sampling) {
    return Priors.of(recipe(), method(), sampling, denoiser(), codec());
  }

  /**
   * Images of these classes, drawn so.
   *
   * @param classes in turn; empty for an unconditional drawing
   * @throws io.inkwash.catalog.SpecException if the model cannot draw so, with the reason
   */
  default Drawing drawing(DiffusionRecipe.Sampling sampling, List<Integer> classes, long seed) {
    return drawing(sampling.options().withClasses(classes).withSeed(seed));
  }
}
