package io.inkwash.studio.compat;

import io.inkwash.data.ImageSpec;
import io.inkwash.generate.Editing;
import io.inkwash.picture.Picture;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.StartTime;
import io.inkwash.solve.StepProgress;
import io.inkwash.studio.api.Uploads;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.model.ServedModel;
import io.inkwash.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What img2img begins with.
 *
 * @param picture of the model's size
 * @param strength how much of it is changed: above 0, up to 1
 * @param mask which part of it; empty for all of it
 */
record WebUiStart(Picture picture, double strength, Optional<WebUiMask> mask) {
  private static final double USUAL_STRENGTH = 0.75;

  /**
   * The fields init_images, denoising_strength, and those of a mask.
   *
   * @throws RequestException naming the field that is wrong; of status 404 without a picture
   */
  static WebUiStart of(Fields fields, ServedModel model, ImageSpec pictures) {
    List<String> images = fields.texts("init_images", 1, Uploads.LONGEST_TEXT);
    if (images.isEmpty()) {
      throw new RequestException(404, "Init image not found");
    }
    byte[] file = Uploads.base64("init_images", images.get(0));
    return new WebUiStart(
        Uploads.fitted(Uploads.decoded("init_images", file), pictures),
        fields.number("denoising_strength", 0, 1).orElse(USUAL_STRENGTH),
        WebUiMask.of(fields, model, pictures));
  }

  /**
   * Refuses what a model cannot do.
   *
   * @throws RequestException naming the field
   */
  void check(Prior unread, long seed) {
    if (mask.isEmpty()) {
      Reasons.check("mask", () -> unread.requireWhole("img2img without a mask"));
      Reasons.of("denoising_strength", () -> new Editing(unread, strength, seed));
      return;
    }
    try (TensorScope scope = TensorScope.open()) {
      Reasons.of("mask", () -> Restoration.of(unread, mask.get().hole(), 0, seed));
      Reasons.of(
          "denoising_strength",
          () -> StartTime.atStrength(unread.path(), strength, unread.sampler().times()));
    }
  }

  /** Receives pictures. */
  @FunctionalInterface
  interface Receiver {
    /** Called with each picture and its seed, in their order. */
    void add(long seed, Picture picture);
  }

  /** Changes the picture by so many seeds, the first of which is given. */
  void edit(Prior prior, long seed, int count, StepProgress progress, Receiver receiver) {
    Tensor pixels = prior.pixels(List.of(picture));
    Tensor given = prior.tensor(List.of(picture));
    Prior model = mask.map(part -> keeping(part, prior, pixels)).orElse(prior);
    for (int k = 0; k < count; k++) {
      Editing editing = new Editing(model, strength, seed + k);
      Tensor edited = prior.pixels(editing.edit(given, 0, progress));
      Tensor shown = mask.isPresent() ? mask.get().over(pixels, edited) : edited;
      receiver.add(seed + k, prior.shown(shown).get(0));
    }
  }

  private static Prior keeping(WebUiMask part, Prior prior, Tensor pixels) {
    Restoration rest = Restoration.of(prior, part.hole(), 0, 0);
    return rest.knowing(rest.operator().apply(pixels));
  }

  /** What the files of the pictures say of it. */
  Map<String, String> text() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("inkwash:task", mask.isPresent() ? "inpaint" : "edit");
    text.put("inkwash:strength", Double.toString(strength));
    return text;
  }
}
