package io.inkwash.generate;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.condition.Requested;
import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import org.bytedeco.pytorch.Tensor;

/**
 * A model under one request, for batches of any size.
 *
 * @param model the model, guided as it is to be
 * @param requested what all images are to be; one entry
 * @param learnedVariance whether the answers come with one
 */
public record RequestedDenoiser(
    ConditionalDenoiser model, Requested requested, boolean learnedVariance) implements Denoiser {

  /**
   * Refuses several requests.
   *
   * @throws SpecException if there are
   */
  public RequestedDenoiser {
    if (requested.names().size() != 1) {
      throw new SpecException(
          "edits and repairs are for one request, and these are "
              + String.join(", ", requested.names())
              + "; allowed: one for all images");
    }
  }

  /**
   * Refuses a guidance that remembers the evaluations of one batch.
   *
   * @throws SpecException if it does
   */
  public static void requireNoMomentum(Spec guidance) {
    String momentum = guidance.arguments().getOrDefault("momentum", "0");
    if (Double.parseDouble(momentum) != 0) {
      throw new SpecException(
          "guidance "
              + guidance
              + " sums over the steps of one drawing; allowed for edits and repairs: momentum=0");
    }
  }

  /** See {@link Denoiser#denoise}. */
  @Override
  public Denoised denoise(Tensor x, double t) {
    return model.given(requested.rows(0, Math.toIntExact(x.size(0)))).denoise(x, t);
  }
}
