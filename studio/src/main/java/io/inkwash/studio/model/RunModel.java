package io.inkwash.studio.model;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.evaluate.RunSummary;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.Capability;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Families;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Priors;
import io.inkwash.model.Run;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.request.DrawingWords;
import io.inkwash.restore.Prior;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A run, or a model that comes with the library.
 *
 * @param about what it is, in words
 */
record RunModel(String id, String about, Run run) implements ServedModel {

  private Recipe recipe() {
    return run.recipe();
  }

  @Override
  public Map<String, Object> facts() {
    ImageSpec data = data();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id);
    facts.put("about", about);
    facts.put("family", Families.nameOf(recipe()));
    facts.put("recipe", recipe().name());
    facts.put("step", RunSummary.of(run.directory().root()).counters().step());
    facts.put("channels", data.channels());
    facts.put("height", data.height());
    facts.put("width", data.width());
    facts.put("classes", data.classNames());
    facts.put("clustered", data.clustered());
    facts.put("prompts", readsPrompts());
    facts.put(
        "capabilities",
        Stream.of(Capability.values())
            .filter(this::has)
            .map(capability -> capability.name().toLowerCase(Locale.ROOT))
            .toList());
    if (recipe() instanceof DiffusionRecipe diffusion) {
      facts.put("sampling", diffusion.sampling());
    }
    return facts;
  }

  private boolean has(Capability capability) {
    return capability.of(Families.modelTypeOf(recipe()));
  }

  @Override
  public ImageSpec data() {
    return recipe().data();
  }

  @Override
  public ImageSpec pictures(OptionalInt width, OptionalInt height) {
    ImageSpec own = data();
    if (width.orElse(own.width()) != own.width() || height.orElse(own.height()) != own.height()) {
      throw new SpecException(
          format("the model draws %dx%d and no other size", own.width(), own.height()));
    }
    return own;
  }

  @Override
  public boolean sized() {
    return false;
  }

  @Override
  public boolean draws() {
    return has(Capability.DRAWS);
  }

  @Override
  public boolean denoises() {
    return recipe() instanceof DiffusionRecipe;
  }

  @Override
  public boolean readsPrompts() {
    return recipe().readsCaptions();
  }

  @Override
  public GenerateOptions options(DrawingWords words) {
    return words.options(recipe());
  }

  @Override
  public void requireMeaning(GenerateOptions requested, boolean negative) {
    if (negative) {
      requested.negative().ifPresent(away -> away.of(recipe().condition()));
    } else {
      requested.request().of(recipe().condition());
    }
  }

  @Override
  public void check(DrawingWords words) {
    words.check(run);
  }

  @Override
  public Spec guidance(GenerateOptions requested) {
    return recipe() instanceof DiffusionRecipe diffusion
        ? diffusion.sampledBy(requested).guidance()
        : Spec.parse("none");
  }

  @Override
  public Prior unread(GenerateOptions requested, ImageSpec pictures) {
    return Priors.unread(diffusion(), requested);
  }

  private DiffusionRecipe diffusion() {
    if (recipe() instanceof DiffusionRecipe diffusion) {
      return diffusion;
    }
    throw OpenRun.noDenoiser();
  }

  @Override
  public Map<String, String> settings(GenerateOptions requested, ImageSpec pictures) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("inkwash:model", id);
    settings.put("inkwash:recipe", recipe().name());
    if (recipe() instanceof DiffusionRecipe diffusion) {
      DiffusionRecipe.Sampling sampling = diffusion.sampledBy(requested);
      settings.putAll(DrawingWords.text(sampling, requested.seed()));
      settings.put("inkwash:guidance", sampling.guidance().toString());
    } else {
      settings.put("inkwash:seed", Long.toString(requested.seed()));
    }
    settings.putAll(DrawingWords.text(requested));
    return settings;
  }

  @Override
  public OpenModel open(OpenOptions options) {
    return new OpenRun(id, run, run.model(DrawingModel.class, options));
  }
}
