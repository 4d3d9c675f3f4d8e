package io.inkwash.studio.api;

import io.inkwash.catalog.Spec;
import io.inkwash.generate.Editing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.RoundTrip;
import io.inkwash.model.Priors;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.restore.Blend;
import io.inkwash.restore.Prior;
import io.inkwash.solve.StepProgress;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.work.Job;
import io.inkwash.studio.work.JobImage;
import io.inkwash.studio.work.Models;
import io.inkwash.studio.work.PriorTask;
import io.inkwash.studio.work.Reasons;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Images made of images: variations, what lies between two, and the noise behind one. */
public final class EditApi {
  private static final int MOST_VARIATIONS = 64;
  private static final int MOST_FRAMES = 64;
  private static final int MOST_STEPS = 1000;
  private static final int MOST_ROUNDS = 10;
  private static final int BATCH = 32;

  private final Models models;
  private final Desk desk;

  /** Edits by models that denoise. */
  public EditApi(Models models, Desk desk) {
    this.models = models;
    this.desk = desk;
  }

  /** Adds the endpoints. */
  public void route(Router router) {
    router
        .add("POST", "/api/v1/variations", this::variations)
        .add("POST", "/api/v1/interpolations", this::interpolations)
        .add("POST", "/api/v1/inversions", this::inversions);
  }

  private Response variations(Request request) {
    Fields fields = request.json();
    String model = fields.requiredText("model");
    DiffusionRecipe recipe = recipe(model);
    GenerateOptions requested = Words.options(fields, models.run(model));
    double strength = fields.number("strength", 0, 1).orElse(0.5);
    int count = fields.integer("count", 1, MOST_VARIATIONS).orElse(4);
    Picture picture = Uploads.required(fields, "image", recipe.data(), desk.jobs());
    fields.requireKnown();
    Reasons.of(
        "strength",
        () -> new Editing(Priors.unread(recipe, requested), strength, requested.seed()));
    Map<String, String> settings = Words.settings(model, recipe, requested);
    settings.put("inkwash:task", "edit");
    settings.put("inkwash:strength", Double.toString(strength));
    Job job = new Job("variations", settings, false);
    return desk.accepted(
        new PriorTask(
            job,
            model,
            count,
            (opened, text, progress, images) -> {
              Prior prior = opened.prior(requested);
              Tensor same = prior.tensor(Collections.nCopies(count, picture));
              Tensor edited =
                  new Editing(prior, strength, requested.seed()).edit(same, 0, progress);
              text.putAll(settings);
              add(images, "", prior.pictures(edited), text);
            }));
  }

  private DiffusionRecipe recipe(String model) {
    if (models.run(model).recipe() instanceof DiffusionRecipe recipe) {
      return recipe;
    }
    throw RequestException.field("model", "the model does not denoise; name one that does");
  }

  private static void add(
      PriorTask.Images images, String label, List<Picture> pictures, Map<String, String> text) {
    for (int k = 0; k < pictures.size(); k++) {
      Map<String, String> own = new LinkedHashMap<>(text);
      own.put("inkwash:image", Integer.toString(k));
      images.add(JobImage.of(label, pictures.get(k), own));
    }
  }

  /**
   * DDIM without fresh noise, both ways.
   *
   * @param sampling how
   * @param rounds how often each step towards noise is refined
   */
  private record Passes(DiffusionRecipe.Sampling sampling, int rounds) {
    static Passes of(Fields fields, DiffusionRecipe recipe, int leastSteps) {
      int steps = fields.integer("steps", leastSteps, MOST_STEPS).orElse(50);
      Optional<String> grid = fields.text("grid");
      String threshold = fields.text("threshold").orElse("none");
      int rounds = fields.integer("rounds", 1, MOST_ROUNDS).orElse(1);
      Reasons.of("threshold", () -> Catalog.THRESHOLDS.make(Spec.parse(threshold)));
      DiffusionRecipe.Sampling sampling =
          Reasons.of(
              "grid",
              () ->
                  recipe
                      .sampledBy(Spec.parse("ddim"), grid.map(Spec::parse).orElse(null), steps)
                      .thresholded(threshold)
                      .guided("none"));
      Passes passes = new Passes(sampling, rounds);
      Reasons.of("steps", () -> RoundTrip.upAndDown(Priors.unread(recipe, sampling), rounds));
      return passes;
    }

    Map<String, String> settings(String model, String task) {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("inkwash:model", model);
      settings.put("inkwash:task", task);
      settings.put("inkwash:grid", sampling.grid().toString());
      settings.put("inkwash:steps", Integer.toString(sampling.steps()));
      settings.put("inkwash:threshold", sampling.threshold().toString());
      settings.put("inkwash:rounds", Integer.toString(rounds));
      return settings;
    }
  }

  private Response interpolations(Request request) {
    Fields fields = request.json();
    String model = fields.requiredText("model");
    DiffusionRecipe recipe = recipe(model);
    Passes passes = Passes.of(fields, recipe, 2);
    List<Long> seeds = fields.wholes("seeds", 2);
    List<Picture> pictures = new ArrayList<>();
    for (Fields each : fields.objects("images", 2)) {
      pictures.add(Uploads.of(each, "images", recipe.data(), desk.jobs()));
    }
    int frames = fields.integer("frames", 2, MOST_FRAMES).orElse(9);
    Blend blend = blend(fields);
    fields.requireKnown();
    if (seeds.size() + pictures.size() != 2) {
      throw RequestException.field("seeds", "two ends are needed: two seeds or two images");
    }
    Map<String, String> settings = passes.settings(model, "interpolate");
    if (!seeds.isEmpty()) {
      settings.put("inkwash:seeds", seeds.toString());
    }
    Job job = new Job("interpolation", settings, false);
    return desk.accepted(
        new PriorTask(
            job,
            model,
            frames,
            (opened, text, progress, images) -> {
              Prior prior = opened.prior(passes.sampling());
              text.putAll(settings);
              Tensor between =
                  seeds.isEmpty()
                      ? between(RoundTrip.upAndDown(prior, passes.rounds()), pictures)
                          .frames(blend, frames, progress)
                      : between(RoundTrip.down(prior, passes.rounds()), seeds.get(0), seeds.get(1))
                          .frames(blend, frames, progress);
              add(images, "", prior.pictures(between), text);
            }));
  }

  private static Blend blend(Fields fields) {
    String word = fields.text("blend").orElse("spherical");
    if (!word.equals("spherical") && !word.equals("linear")) {
      throw fields.fault("blend", "is " + word + "; allowed: spherical, linear");
    }
    return word.equals("linear") ? Blend.LINEAR : Blend.SPHERICAL;
  }

  /**
   * Two ends of noise, and the images between them.
   *
   * @param trip from noise to images
   */
  private record Ends(RoundTrip trip, Tensor first, Tensor last) {
    Tensor frames(Blend blend, int count, StepProgress progress) {
      return trip.between(first, last, blend, count, BATCH, progress);
    }
  }

  private static Ends between(RoundTrip trip, long first, long last) {
    return new Ends(trip, trip.seeded(first), trip.seeded(last));
  }

  private static Ends between(RoundTrip trip, List<Picture> pictures) {
    Tensor noise = trip.noise(trip.prior().tensor(pictures));
    return new Ends(trip, noise.narrow(0, 0, 1), noise.narrow(0, 1, 1));
  }

  private Response inversions(Request request) {
    Fields fields = request.json();
    String model = fields.requiredText("model");
    DiffusionRecipe recipe = recipe(model);
    Passes passes = Passes.of(fields, recipe, 2);
    Picture picture = Uploads.required(fields, "image", recipe.data(), desk.jobs());
    fields.requireKnown();
    Map<String, String> settings = passes.settings(model, "invert");
    Job job = new Job("inversion", settings, false);
    return desk.accepted(
        new PriorTask(
            job,
            model,
            1,
            (opened, text, progress, images) -> {
              Prior prior = opened.prior(passes.sampling());
              RoundTrip trip = RoundTrip.upAndDown(prior, passes.rounds());
              text.putAll(settings);
              Tensor given = prior.tensor(List.of(picture));
              Tensor noise = trip.noise(given);
              progress.after(1, 1, 2);
              Tensor back = trip.images(noise);
              images.add(JobImage.of("input", picture, Map.of()));
              images.add(JobImage.of("noise", prior.pictures(shown(noise, prior)).get(0), text));
              images.add(JobImage.of("back", prior.pictures(back).get(0), text));
              Tensor off = back.sub(given).div_(new Scalar(prior.unit())).square_().mean();
              PriorTask.measured(job, "error", Tensors.toDoubles(off)[0]);
            }));
  }

  /** Noise of any size as a picture: two standard deviations reach from black to white. */
  private static Tensor shown(Tensor noise, Prior prior) {
    double middle = (prior.data().range().high() + prior.data().range().low()) / 2;
    double scale = prior.unit() / (2 * prior.path().priorScale());
    return noise.mul(new Scalar(scale)).add_(new Scalar(middle));
  }
}
