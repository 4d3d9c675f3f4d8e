package io.inkwash.recipe;

import io.inkwash.catalog.SpecException;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import java.util.function.Supplier;

/** Leads a model to images that are more like what they are to be. */
@FunctionalInterface
public interface Guidance {

  /**
   * The guided denoiser.
   *
   * @param conditional the model, told what the images are to be
   * @param unconditional the same model, told nothing; refuses where it was never trained so
   * @param weak a worse model, told the same; refuses where none was given
   */
  Denoiser guide(Denoiser conditional, Supplier<Denoiser> unconditional, Supplier<Denoiser> weak);

  /**
   * Refuses to lead a model that is never told a class, if that cannot be.
   *
   * @throws SpecException if it leads away from the model told nothing
   */
  default void checkWithoutClasses() {
    Denoiser any = (x, t) -> Denoised.of(x);
    guide(
        any,
        () -> {
          throw neverTold();
        },
        () -> any);
  }

  /** What is said of a model that is never told a class. */
  static SpecException neverTold() {
    return new SpecException(
        "guidance away from the model told nothing, of a model that is never told a class; train it"
            + " with --conditional");
  }
}
