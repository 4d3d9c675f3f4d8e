package io.inkwash.studio.api;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.Editing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.RoundTrip;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.DrawingWords;
import io.inkwash.restore.Blend;
import io.inkwash.restore.Prior;
import io.inkwash.solve.StepProgress;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.OpenModel;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.model.ServedModel;
import io.inkwash.studio.work.Job;
import io.inkwash.studio.work.JobImage;
import io.inkwash.studio.work.PriorTask;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
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
    ServedModel model = models.model(fields.requiredText("model"));
    GenerateOptions requested = Words.options(fields, model);
    ImageSpec form = Words.pictures(fields, model);
    double strength = fields.number("strength", 0, 1).orElse(0.5);
    int count = Words.count(fields, form, MOST_VARIATIONS, 4);
    Picture picture = Uploads.required(fields, "image", form, desk.jobs());
    fields.requireKnown();
    Reasons.of(
        "strength", () -> new Editing(model.unread(requested, form), strength, requested.seed()));
    Map<String, String> settings = model.settings(requested, form);
    settings.put("inkwash:task", "edit");
    settings.put("inkwash:strength", Double.toString(strength));
    Job job = new Job("variations", settings, false);
    return desk.accepted(
        new PriorTask(
            job,
            model.id(),
            count,
            (opened, text, progress, images) -> {
              text.putAll(settings);
              Editing editing =
                  new Editing(opened.prior(requested, form), strength, requested.seed());
              int batch = Math.min(BATCH, opened.largestBatch(form));
              add(images, edited(editing, picture, count, batch, progress), text);
            }));
  }

  private static List<Picture> edited(
      Editing editing, Picture picture, int count, int batch, StepProgress progress) {
    Tensor one = editing.prior().tensor(List.of(picture));
    List<Picture> pictures = new ArrayList<>();
    for (int first = 0; first < count; first += batch) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor same = one.expand(Math.min(batch, count - first), -1, -1, -1);
        pictures.addAll(editing.prior().pictures(editing.edit(same, first, progress)));
      }
    }
    return pictures;
  }

  private static List<Picture> pictures(Prior prior, Tensor images, int batch) {
    List<Picture> pictures = new ArrayList<>();
    for (long first = 0; first < images.size(0); first += batch) {
      try (TensorScope scope = TensorScope.open()) {
        long some = Math.min(batch, images.size(0) - first);
        pictures.addAll(prior.pictures(images.narrow(0, first, some)));
      }
    }
    return pictures;
  }

  private static void add(
      PriorTask.Images images, List<Picture> pictures, Map<String, String> text) {
    for (int k = 0; k < pictures.size(); k++) {
      Map<String, String> own = new LinkedHashMap<>(text);
      own.put("inkwash:image", Integer.toString(k));
      images.add(JobImage.of("", pictures.get(k), own));
    }
  }

  /**
   * DDIM without fresh noise, both ways.
   *
   * @param requested how
   * @param form of the pictures
   * @param rounds how often each step towards noise is refined
   */
  private record Passes(ServedModel model, GenerateOptions requested, ImageSpec form, int rounds) {
    static Passes of(Fields fields, ServedModel model) {
      int steps = fields.integer("steps", 2, MOST_STEPS).orElse(50);
      Optional<String> grid = fields.text("grid");
      String threshold = fields.text("threshold").orElse("none");
      int rounds = fields.integer("rounds", 1, MOST_ROUNDS).orElse(1);
      Reasons.of("threshold", () -> Catalog.THRESHOLDS.make(Spec.parse(threshold)));
      DrawingWords words =
          new DrawingWords(
              Optional.of("ddim"),
              grid,
              Optional.of(steps),
              Optional.of(threshold),
              Optional.of("none"),
              List.of(),
              0);
      GenerateOptions requested = Reasons.of("grid", () -> model.options(words));
      Passes passes = new Passes(model, requested, Words.pictures(fields, model), rounds);
      Prior unread = Reasons.of("grid", () -> model.unread(requested, passes.form));
      Reasons.of("steps", () -> RoundTrip.upAndDown(unread, rounds));
      return passes;
    }

    Prior prior(OpenModel opened) {
      return opened.prior(requested, form);
    }

    Map<String, String> settings(String task) {
      Map<String, String> settings = model.settings(requested, form);
      settings.keySet().removeAll(List.of("inkwash:seed", "inkwash:solver", "inkwash:guidance"));
      settings.put("inkwash:task", task);
      settings.put("inkwash:rounds", Integer.toString(rounds));
      return settings;
    }
  }

  private Response interpolations(Request request) {
    Fields fields = request.json();
    ServedModel model = models.model(fields.requiredText("model"));
    Passes passes = Passes.of(fields, model);
    List<Long> seeds = fields.wholes("seeds", 2);
    List<Picture> pictures = new ArrayList<>();
    for (Fields each : fields.objects("images", 2)) {
      pictures.add(Uploads.of(each, "images", passes.form(), desk.jobs()));
    }
    int frames = fields.integer("frames", 2, MOST_FRAMES).orElse(9);
    Blend blend = blend(fields);
    fields.requireKnown();
    if (seeds.size() + pictures.size() != 2) {
      throw RequestException.field("seeds", "two ends are needed: two seeds or two images");
    }
    Map<String, String> settings = passes.settings("interpolate");
    if (!seeds.isEmpty()) {
      settings.put("inkwash:seeds", seeds.toString());
    }
    Job job = new Job("interpolation", settings, false);
    return desk.accepted(
        new PriorTask(
            job,
            model.id(),
            frames,
            (opened, text, progress, images) -> {
              Prior prior = passes.prior(opened);
              text.putAll(settings);
              int batch = Math.min(BATCH, opened.largestBatch(passes.form()));
              Tensor between =
                  seeds.isEmpty()
                      ? between(RoundTrip.upAndDown(prior, passes.rounds()), pictures)
                          .frames(blend, frames, batch, progress)
                      : between(RoundTrip.down(prior, passes.rounds()), seeds.get(0), seeds.get(1))
                          .frames(blend, frames, batch, progress);
              add(images, pictures(prior, between, batch), text);
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
    Tensor frames(Blend blend, int count, int batch, StepProgress progress) {
      return trip.between(first, last, blend, count, batch, progress);
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
    ServedModel model = models.model(fields.requiredText("model"));
    Passes passes = Passes.of(fields, model);
    Picture picture = Uploads.required(fields, "image", passes.form(), desk.jobs());
    fields.requireKnown();
    Map<String, String> settings = passes.settings("invert");
    Job job = new Job("inversion", settings, false);
    return desk.accepted(
        new PriorTask(
            job,
            model.id(),
            1,
            (opened, text, progress, images) -> {
              Prior prior = passes.prior(opened);
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
