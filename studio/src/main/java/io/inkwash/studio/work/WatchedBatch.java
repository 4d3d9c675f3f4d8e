package io.inkwash.studio.work;

import io.inkwash.generate.SharedBatch;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.process.GaussianPath;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.OpenModel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way from noise, seen by those whose images are in it: their progress, the states
 * x_t and the estimates of x0 for whoever follows or keeps a film. It ends early where nobody waits
 * for it any more.
 */
final class WatchedBatch {
  private static final long QUIET_NANOS = 100_000_000L; // ten events a second

  private final SharedBatch batch;
  private final List<DrawTask.Rows> rows;
  private final OpenModel model;
  private final Models models;
  private final Map<Job, Long> sent = new HashMap<>();
  private List<Picture> states = List.of();
  private @Nullable List<Picture> estimates;
  private double reached;

  /** Nobody waits for the batch. */
  static final class NobodyWaitsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  WatchedBatch(SharedBatch batch, List<DrawTask.Rows> rows, OpenModel model, Models models) {
    this.batch = batch;
    this.rows = rows;
    this.model = model;
    this.models = models;
  }

  /**
   * Draws it.
   *
   * @throws NobodyWaitsException if all its jobs were cancelled on the way
   */
  List<Picture> draw() {
    if (watched()) {
      states = batch.starts(model::thinned);
    }
    List<Picture> pictures = batch.draw(this::reached, this::estimated);
    if (!states.isEmpty()) {
      show(batch.steps(), reached, pictures, pictures);
    }
    return pictures;
  }

  private boolean watched() {
    return rows.stream().anyMatch(each -> each.job().film().isPresent() || each.job().isFollowed());
  }

  private void estimated(double t, Tensor x0) {
    if (estimates == null && !states.isEmpty() && x0.size(0) == batch.count()) {
      estimates = batch.pictures(model.thinned(x0));
    }
  }

  private void reached(int step, double t, double s, Tensor x) {
    if (models.stopped() || rows.stream().allMatch(each -> each.job().state().ended())) {
      throw new NobodyWaitsException();
    }
    rows.forEach(each -> each.job().progress(each.share((double) step / batch.steps())));
    if (!states.isEmpty()) {
      show(step - 1, t, states, estimates == null ? List.of() : estimates);
      states = batch.pictures(model.thinned(x));
      estimates = null;
      reached = s;
    }
  }

  /** Shows the images after so many steps to whom they belong. */
  private void show(int step, double t, List<Picture> x, List<Picture> x0) {
    Film.Moment moment = moment(step, t);
    for (DrawTask.Rows each : rows) {
      int shown = Math.min(each.count(), Film.MOST_IMAGES - each.first());
      if (shown <= 0) {
        continue;
      }
      List<Picture> own = x.subList(each.offset(), each.offset() + shown);
      List<Picture> estimated =
          x0.isEmpty() ? List.of() : x0.subList(each.offset(), each.offset() + shown);
      Job job = each.job();
      job.film()
          .filter(film -> Film.keeps(step, batch.steps()))
          .ifPresent(film -> film.add(new Film.Frame(moment, own, estimated)));
      if (job.isFollowed() && due(job, step)) {
        job.step(event(moment, each.first(), own, estimated));
      }
    }
  }

  private Film.Moment moment(int step, double t) {
    return model
        .path()
        .map(path -> moment(path, step, t))
        .orElseGet(() -> new Film.Moment(step, t, 1, 0, 100));
  }

  private static Film.Moment moment(GaussianPath path, int step, double t) {
    double snr = Math.max(-100, Math.min(100, path.logSnr(t)));
    return new Film.Moment(step, t, path.alpha(t), path.sigma(t), snr);
  }

  private boolean due(Job job, int step) {
    long now = System.nanoTime();
    Long before = sent.get(job);
    if (before != null && now - before < QUIET_NANOS && step < batch.steps()) {
      return false;
    }
    sent.put(job, now);
    return true;
  }

  private Map<String, Object> event(
      Film.Moment moment, int first, List<Picture> x, List<Picture> x0) {
    List<Map<String, Object>> images = new ArrayList<>();
    for (int k = 0; k < x.size(); k++) {
      Map<String, Object> image = new LinkedHashMap<>();
      image.put("index", first + k);
      image.put("state", url(x.get(k)));
      if (!x0.isEmpty()) {
        image.put("estimate", url(x0.get(k)));
      }
      images.add(image);
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("step", moment.step());
    event.put("steps", batch.steps());
    event.put("t", moment.t());
    event.put("alpha", moment.alpha());
    event.put("sigma", moment.sigma());
    event.put("logSnr", moment.logSnr());
    event.put("images", images);
    return event;
  }

  private static String url(Picture picture) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(ImageIo.png(picture));
  }
}
