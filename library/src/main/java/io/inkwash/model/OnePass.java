package io.inkwash.model;

import io.inkwash.catalog.SpecException;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.LatentGenerator;
import io.inkwash.recipe.Recipe;
import io.inkwash.torch.ComputeDevice;
import java.util.Optional;
import java.util.OptionalInt;

/** Drawings of the families that map noise to images in one pass. */
final class OnePass {
  private OnePass() {}

  /**
   * A drawing.
   *
   * @param family its name, for the message
   * @throws SpecException if the request has what only solvers have
   */
  static Drawing drawing(
      String family,
      LatentGenerator generator,
      Recipe recipe,
      GenerateOptions options,
      ComputeDevice device) {
    refuse(family, "solver", options.solver());
    refuse(family, "grid", options.grid());
    OptionalInt steps = options.steps();
    refuse(family, "steps", steps.isEmpty() ? Optional.empty() : Optional.of(steps.getAsInt()));
    refuse(family, "threshold", options.threshold());
    refuse(family, "guidance", options.guidance().filter(one -> !one.name().equals("none")));
    if (options.weak().isPresent()) {
      throw new SpecException("a worse model guides denoisers; allowed: none for a " + family);
    }
    refuse(family, "a negative prompt", options.negative());
    return new Drawing(
        generator,
        recipe.data(),
        recipe.condition().drawn(options.request(), options.seed()),
        options.seed(),
        device);
  }

  private static void refuse(String family, String what, Optional<?> given) {
    if (given.isPresent()) {
      throw new SpecException(
          what
              + " is "
              + given.get()
              + "; allowed: none, since a "
              + family
              + " maps noise to images in one pass; leave it out");
    }
  }
}
