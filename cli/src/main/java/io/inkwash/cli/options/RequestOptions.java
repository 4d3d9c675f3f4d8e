package io.inkwash.cli.options;

import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.DrawingWords;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that say how images of a model are drawn, and of what. */
public final class RequestOptions {

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  CommandSpec spec;

  @Mixin SamplerOptions sampler;

  @Option(
      names = "--guidance",
      paramLabel = "G",
      description =
          "How the model is guided; a number is the weight of classifier-free. Default: the"
              + " recipe's.")
  @Nullable String guidance;

  @Mixin ClassOption classes;

  @Mixin PromptOptions prompts;

  /** Refuses what cannot be, before anything is read. */
  public void check() {
    sampler.check(spec);
    guidance = guidance == null ? null : DrawingWords.guidance(guidance);
    Usage.requireMeaning(spec, guidance, Catalog.GUIDANCES);
    prompts.check(spec, !classes.words.isEmpty());
  }

  /**
   * Refuses classes of a model that takes prompts.
   *
   * @throws IllegalArgumentException with the option for those
   */
  public void check(Recipe recipe) {
    classes.requireClasses(recipe);
  }

  /** Images at a time, 1 or more. */
  public int batch() {
    return sampler.batch();
  }

  /** How the images are drawn, in words. */
  public DrawingWords words() {
    return prompts.in(sampler.words(Optional.ofNullable(guidance), classes.words));
  }
}
