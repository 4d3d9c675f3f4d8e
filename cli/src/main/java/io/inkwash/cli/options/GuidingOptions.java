package io.inkwash.cli.options;

import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.DrawingWords;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that lead edits and repairs towards a prompt. */
public final class GuidingOptions {

  @Mixin PromptOptions prompts;

  @Option(
      names = "--guidance",
      paramLabel = "G",
      description =
          "How the model is guided towards the prompt; a number is the weight of classifier-free."
              + " Default: the recipe's, or 7.5 with --model.")
  @Nullable String guidance;

  /** Refuses what cannot be, before anything is read. */
  public void check(CommandSpec spec) {
    guidance = guidance == null ? null : DrawingWords.guidance(guidance);
    Usage.requireMeaning(spec, guidance, Catalog.GUIDANCES);
    prompts.check(spec, false);
  }

  /** The words of a sampler, with these. */
  public DrawingWords in(SamplerOptions sampler) {
    return prompts.in(sampler.words(Optional.ofNullable(guidance)));
  }
}
