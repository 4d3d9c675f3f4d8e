package io.inkwash.recipe;

import io.inkwash.catalog.SpecException;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import java.util.function.Supplier;

/** Changes the estimates of a model toward images that are more like what they are to be. */
@FunctionalInterface
public interface Guidance {

  /**
   * The guided denoiser.
   *
   * @param path the process of the model
   * @param conditional the model with its conditioning
   * @param unconditional the same model without; throws where it was never trained so
   * @param weak a worse model with the same conditioning; throws where none was given
   */
  Denoiser guide(
      GaussianPath path,
      Denoiser conditional,
      Supplier<Denoiser> unconditional,
      Supplier<Denoiser> weak);

  /**
   * Refuses an unconditional model, if it cannot be guided so.
   *
   * @throws SpecException if the guidance needs a conditional and an unconditional model
   */
  default void checkUnconditionalModel() {
    Denoiser any = (x, t) -> Denoised.of(x);
    guide(
        RectifiedFlow.standard(),
        any,
        () -> {
          throw ofUnconditionalModel();
        },
        () -> any);
  }

  /** The error for guidance of a model that has no classes. */
  static SpecException ofUnconditionalModel() {
    return new SpecException(
        "guidance away from the unconditional model, of a model without classes; train it with"
            + " --conditional");
  }
}
