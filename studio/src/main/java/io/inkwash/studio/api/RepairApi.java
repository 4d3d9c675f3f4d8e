package io.inkwash.studio.api;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.picture.HeatMap;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Psnr;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.degradation.Degradation;
import io.inkwash.restore.degradation.MaskImage;
import io.inkwash.solve.StepProgress;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.model.ServedModel;
import io.inkwash.studio.work.Job;
import io.inkwash.studio.work.JobImage;
import io.inkwash.studio.work.PriorTask;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Restoring a picture by several methods side by side, with several samples of each. */
public final class RepairApi {
  private static final int MOST_METHODS = 8;
  private static final int MOST_SAMPLES = 32;

  private final Models models;
  private final Desk desk;

  /** Repairs by models that denoise. */
  public RepairApi(Models models, Desk desk) {
    this.models = models;
    this.desk = desk;
  }

  /** Adds the endpoint. */
  public void route(Router router) {
    router.add("POST", "/api/v1/repairs", this::repair);
  }

  /**
   * What is requested.
   *
   * @param picture the truth, or what was measured of it
   * @param measured whether it is what was measured
   * @param degradation what happened to it
   * @param noise the standard deviation of what was added, where black is -1 and white is 1
   * @param methods by which it is restored
   * @param samples of each method
   * @param requested how the model draws
   * @param form of the restored pictures
   */
  private record Order(
      Picture picture,
      boolean measured,
      Degradation degradation,
      double noise,
      List<Spec> methods,
      int samples,
      GenerateOptions requested,
      ImageSpec form) {

    Restoration restoration(Prior prior) {
      return Restoration.of(prior, degradation, noise, requested.seed());
    }
  }

  private Response repair(Request request) {
    Fields fields = request.json();
    ServedModel model = models.model(fields.requiredText("model"));
    GenerateOptions requested = Words.repairOptions(fields, model);
    ImageSpec form = Words.pictures(fields, model);
    Map<String, String> settings = model.settings(requested, form);
    Order order = order(fields, model, requested, form, settings);
    Job job = new Job("repair", settings, false);
    int images = order.methods.size() * order.samples;
    return desk.accepted(
        new PriorTask(
            job,
            model.id(),
            images,
            (opened, text, progress, receiver) -> {
              text.putAll(settings);
              int batch = opened.largestBatch(form);
              restore(order, opened.prior(requested, form), batch, text, progress, receiver);
            }));
  }

  private Order order(
      Fields fields,
      ServedModel model,
      GenerateOptions requested,
      ImageSpec form,
      Map<String, String> settings) {
    boolean measured = fields.flag("measured");
    double noise = fields.number("noise", 0, 10).orElse(0);
    int samples = fields.integer("samples", 1, MOST_SAMPLES).orElse(1);
    List<String> names = fields.texts("methods", MOST_METHODS);
    Degradation degradation = degradation(fields, form, settings);
    settings.put("inkwash:task", degradation.task());
    settings.put("inkwash:noise", Double.toString(noise));
    try (TensorScope scope = TensorScope.open()) {
      Prior unread = Reasons.of("solver", () -> model.unread(requested, form));
      Restoration restoration =
          Reasons.of(
              "degradation", () -> Restoration.of(unread, degradation, noise, requested.seed()));
      List<Spec> methods =
          names.isEmpty()
              ? List.of(restoration.usualMethod())
              : Reasons.of("methods", () -> names.stream().map(RepairApi::method).toList());
      for (Spec method : methods) {
        Reasons.check("methods", () -> restoration.check(method));
      }
      ImageSpec given = measured ? measuredForm(restoration, form) : form;
      Picture picture = Uploads.required(fields, "image", given, desk.jobs());
      fields.requireKnown();
      return new Order(picture, measured, degradation, noise, methods, samples, requested, form);
    }
  }

  private static Spec method(String word) {
    Specs.requireFileless("methods", word);
    return Catalog.RESTORERS.complete(Spec.parse(word));
  }

  /** The form of what is measured of an image. */
  private static ImageSpec measuredForm(Restoration restoration, ImageSpec data) {
    long[] shape = restoration.measured(1);
    if (shape.length != 4) {
      throw RequestException.field(
          "measured", "what is measured here is no picture; give the truth instead");
    }
    return new ImageSpec(
        Math.toIntExact(shape[1]),
        Math.toIntExact(shape[2]),
        Math.toIntExact(shape[3]),
        data.range());
  }

  private Degradation degradation(Fields fields, ImageSpec data, Map<String, String> settings) {
    ImageSpec gray = new ImageSpec(1, data.height(), data.width(), data.range());
    Optional<Picture> mask = Uploads.picture(fields, "mask", gray, desk.jobs());
    Optional<String> word = Specs.requireFileless("degradation", fields.text("degradation"));
    if (mask.isPresent() == word.isPresent()) {
      throw RequestException.field("degradation", "one of degradation and mask is needed");
    }
    settings.put("inkwash:degradation", word.orElse("mask"));
    return word.map(
            text -> Reasons.of("degradation", () -> Catalog.DEGRADATIONS.make(Spec.parse(text))))
        .orElseGet(() -> new MaskImage(mask.orElseThrow().pixels(), data.height(), data.width()));
  }

  private static void restore(
      Order order,
      Prior prior,
      int batch,
      Map<String, String> text,
      StepProgress progress,
      PriorTask.Images images) {
    Restoration restoration = order.restoration(prior);
    Tensor given = prior.pixels(List.of(order.picture));
    Tensor y = order.measured ? given : restoration.measure(given, 0);
    double gray = (prior.pictures().range().low() + prior.pictures().range().high()) / 2;
    if (!order.measured) {
      images.add(JobImage.of("truth", order.picture, Map.of()));
    }
    Tensor shown = restoration.operator().shown(y, gray);
    images.add(JobImage.of("input", prior.shown(shown).get(0), text));
    long[] rows = new long[Math.toIntExact(y.dim())];
    Arrays.fill(rows, 1);
    rows[0] = order.samples;
    Tensor repeated = y.repeat(rows);
    for (Spec method : order.methods) {
      Map<String, String> own = new LinkedHashMap<>(text);
      own.put("inkwash:method", method.toString());
      try (TensorScope scope = TensorScope.open()) {
        Tensor restored =
            Tensors.clamp(
                restored(restoration, method, repeated, batch, progress),
                prior.pictures().range().low(),
                prior.pictures().range().high());
        show(order, prior, method, restored, given, own, images);
      }
    }
  }

  private static Tensor restored(
      Restoration restoration, Spec method, Tensor measured, int batch, StepProgress progress) {
    List<Tensor> parts = new ArrayList<>();
    long count = measured.size(0);
    for (long first = 0; first < count; first += batch) {
      Tensor some = measured.narrow(0, first, Math.min(batch, count - first));
      parts.add(restoration.restore(method, some, first, progress).images());
    }
    return Tensors.cat(0, parts.toArray(Tensor[]::new));
  }

  /** The samples of a method, and what they have in common. */
  private static void show(
      Order order,
      Prior prior,
      Spec method,
      Tensor restored,
      Tensor truth,
      Map<String, String> text,
      PriorTask.Images images) {
    Psnr psnr = new Psnr(2 * prior.unit());
    List<Picture> pictures = prior.shown(restored);
    for (int k = 0; k < pictures.size(); k++) {
      Map<String, Double> numbers =
          order.measured ? Map.of() : Map.of("psnr", psnr.of(truth, restored.narrow(0, k, 1))[0]);
      Map<String, String> own = new LinkedHashMap<>(text);
      own.put("inkwash:image", Integer.toString(k));
      images.add(new JobImage(method.name(), method.toString(), pictures.get(k), own, numbers));
    }
    if (order.samples > 1) {
      Tensor mean = restored.mean(0).unsqueeze(0);
      Map<String, Double> numbers =
          order.measured ? Map.of() : Map.of("psnr", psnr.of(truth, mean)[0]);
      images.add(new JobImage("mean", method.toString(), prior.shown(mean).get(0), text, numbers));
      images.add(
          new JobImage("spread", method.toString(), spread(restored, mean, prior), text, Map.of()));
    }
  }

  /** The standard deviation of each pixel, from none (dark) to half of black to white (bright). */
  private static Picture spread(Tensor restored, Tensor mean, Prior prior) {
    long others = restored.size(0) - 1;
    double[] squares = Tensors.toDoubles(restored.sub(mean).square_().mean(1).sum(0).flatten());
    double[] deviations = new double[squares.length];
    for (int i = 0; i < squares.length; i++) {
      deviations[i] = Math.sqrt(squares[i] / others) / prior.unit();
    }
    return HeatMap.of(
        deviations, Math.toIntExact(restored.size(2)), Math.toIntExact(restored.size(3)));
  }
}
