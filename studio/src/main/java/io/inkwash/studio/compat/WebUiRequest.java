package io.inkwash.studio.compat;

import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.recipe.naming.PeerNames;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.DrawingWords;
import io.inkwash.restore.Prior;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.model.ServedModel;
import io.inkwash.studio.work.DrawTask;
import io.inkwash.studio.work.Job;
import io.inkwash.studio.work.JobImage;
import io.inkwash.studio.work.PriorTask;
import io.inkwash.studio.work.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a client of AUTOMATIC1111 requests, for a model here.
 *
 * @param model which one
 * @param prompt as it came
 * @param negative the negative prompt as it came
 * @param requested how images are drawn; its seed is the first image's
 * @param pictures their form
 * @param count images
 * @param start what img2img begins with
 */
record WebUiRequest(
    ServedModel model,
    String prompt,
    String negative,
    GenerateOptions requested,
    ImageSpec pictures,
    int count,
    Optional<WebUiStart> start) {
  private static final int MOST_IMAGES = 64;
  private static final int LONGEST_PROMPT = 32_000;
  private static final int LONGEST_SIDE = 100_000;

  /** The web UI's own cfg_scale. */
  private static final double USUAL_SCALE = 7;

  static WebUiRequest of(Fields fields, Models models, boolean fromImage) {
    ServedModel model =
        models.model(
            fields
                .object("override_settings")
                .flatMap(settings -> settings.text("sd_model_checkpoint"))
                .orElseGet(() -> models.usual()));
    String prompt = fields.text("prompt", LONGEST_PROMPT).orElse("");
    int count =
        fields.integer("batch_size", 1, MOST_IMAGES).orElse(1)
            * fields.integer("n_iter", 1, MOST_IMAGES).orElse(1);
    if (count > MOST_IMAGES) {
      throw fields.fault("n_iter", "times batch_size is " + count + "; allowed: " + MOST_IMAGES);
    }
    String negative = fields.text("negative_prompt", LONGEST_PROMPT).orElse("");
    DrawingWords words = words(fields, prompt, negative, model);
    GenerateOptions requested = Reasons.of("steps", () -> model.options(words));
    Reasons.check("prompt", () -> model.requireMeaning(requested, false));
    Reasons.check("negative_prompt", () -> model.requireMeaning(requested, true));
    ImageSpec pictures = pictures(fields, model);
    Optional<WebUiStart> start =
        fromImage ? Optional.of(WebUiStart.of(fields, model, pictures)) : Optional.empty();
    if (start.isEmpty()) {
      Reasons.check("sampler_name", () -> model.check(words));
    } else {
      Prior unread = Reasons.of("sampler_name", () -> model.unread(requested, pictures));
      start.get().check(unread, requested.seed());
    }
    return new WebUiRequest(model, prompt, negative, requested, pictures, count, start);
  }

  /** The size that is requested, where the model draws more than one. */
  private static ImageSpec pictures(Fields fields, ServedModel model) {
    OptionalInt width = fields.integer("width", 1, LONGEST_SIDE);
    OptionalInt height = fields.integer("height", 1, LONGEST_SIDE);
    return model.sized() ? Reasons.of("width", () -> model.pictures(width, height)) : model.data();
  }

  private static DrawingWords words(
      Fields fields, String prompt, String negative, ServedModel model) {
    long seed = fields.whole("seed", -1, Long.MAX_VALUE).orElse(-1);
    OptionalInt steps = fields.integer("steps", 1, 4000);
    boolean diffusion = model.denoises();
    boolean requests = model.isConditional() && !prompt.isBlank();
    OptionalDouble scale = fields.number("cfg_scale", 0, 100);
    if (scale.isEmpty() && model.readsPrompts() && !negative.isBlank()) {
      scale = OptionalDouble.of(USUAL_SCALE); // a negative prompt acts by guidance alone
    }
    Optional<String> guidance =
        scale.isPresent() && requests && diffusion
            ? Optional.of("classifier-free(weight=" + scale.getAsDouble() + ")")
            : Optional.empty();
    DrawingWords words =
        new DrawingWords(
            diffusion ? solver(fields) : Optional.empty(),
            Optional.empty(),
            diffusion && steps.isPresent() ? Optional.of(steps.getAsInt()) : Optional.empty(),
            Optional.empty(),
            guidance,
            List.of(),
            seed < 0 ? Seeds.any() : seed);
    return Reasons.of("prompt", () -> Prompts.in(words, prompt, negative, model));
  }

  /** A sampler's name with the scheduler's behind it, as the web UI shows both. */
  private static Optional<String> solver(Fields fields) {
    Optional<String> name = fields.text("sampler_name").or(() -> fields.text("sampler_index"));
    if (name.isEmpty() || name.get().isBlank() || name.get().equalsIgnoreCase("automatic")) {
      return Optional.empty();
    }
    String scheduler = fields.text("scheduler").orElse("automatic");
    boolean plain = scheduler.isBlank() || scheduler.equalsIgnoreCase("automatic");
    String whole = plain ? name.get() : name.get() + " " + scheduler;
    if (PeerNames.of(whole).isEmpty() && !Catalog.SOLVERS.names().contains(whole)) {
      throw WebUiApi.noSampler();
    }
    return Optional.of(whole);
  }

  /** The work. */
  Task task(Job job) {
    return start
        .<Task>map(from -> edit(job, from))
        .orElseGet(() -> DrawTask.bySeed(job, model.id(), requested, pictures, count));
  }

  private Task edit(Job job, WebUiStart from) {
    return new PriorTask(
        job,
        model.id(),
        count,
        (opened, text, progress, images) -> {
          text.putAll(model.settings(requested, pictures));
          text.putAll(from.text());
          from.edit(
              opened.prior(requested, pictures),
              requested.seed(),
              count,
              progress,
              (seed, picture) -> {
                text.put("inkwash:seed", Long.toString(seed));
                images.add(JobImage.of("", picture, text));
              });
        });
  }

  /** What was understood of the request. */
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("prompt", prompt);
    parameters.put("negative_prompt", negative);
    parameters.put("seed", requested.seed());
    Map<String, String> settings = model.settings(requested, pictures);
    parameters.put("steps", Integer.valueOf(settings.getOrDefault("inkwash:steps", "1")));
    parameters.put("width", pictures.width());
    parameters.put("height", pictures.height());
    parameters.put("batch_size", count);
    parameters.put("n_iter", 1);
    parameters.put("sampler_name", settings.getOrDefault("inkwash:solver", ""));
    parameters.put("override_settings", Map.of("sd_model_checkpoint", model.id()));
    return parameters;
  }

  /** What the web UI says of the images that were made. */
  Map<String, Object> info(Job job) {
    List<Long> seeds = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      seeds.add(requested.seed() + k);
    }
    Map<String, Object> info = new LinkedHashMap<>(parameters());
    info.put("all_prompts", Collections.nCopies(count, prompt));
    info.put("all_negative_prompts", Collections.nCopies(count, negative));
    info.put("all_seeds", seeds);
    info.put("subseed", 0);
    info.put("all_subseeds", Collections.nCopies(count, 0));
    info.put("sd_model_name", model.id());
    info.put("denoising_strength", start.isPresent() ? start.get().strength() : null);
    info.put("index_of_first_image", 0);
    info.put("infotexts", job.images().stream().map(image -> image.text().toString()).toList());
    return info;
  }
}
