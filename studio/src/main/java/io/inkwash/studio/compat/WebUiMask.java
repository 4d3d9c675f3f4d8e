package io.inkwash.studio.compat;

import io.inkwash.data.ImageSpec;
import io.inkwash.picture.Picture;
import io.inkwash.restore.degradation.Blur;
import io.inkwash.restore.degradation.MaskImage;
import io.inkwash.studio.api.Uploads;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.model.ServedModel;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;

/**
 * The part of a picture that img2img repaints.
 *
 * @param shares row by row, how much of each pixel is repainted: 0 keeps it, 1 keeps nothing
 * @param form of the pictures
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebUiMask(double[] shares, ImageSpec form) {
  /** The web UI's own mask_blur. */
  private static final double USUAL_BLUR = 4;

  private static final int WIDEST_BLUR = 64;

  /**
   * The fields mask, mask_blur and inpainting_mask_invert.
   *
   * @throws io.inkwash.studio.http.RequestException naming the field, if it is no picture, or means
   *     what is not done here
   */
  static Optional<WebUiMask> of(Fields fields, ServedModel model, ImageSpec form) {
    Optional<String> mask = fields.text("mask", Uploads.LONGEST_TEXT);
    OptionalDouble blur = fields.number("mask_blur", 0, WIDEST_BLUR);
    boolean inverted = fields.integer("inpainting_mask_invert", 0, 1).orElse(0) == 1;
    if (mask.isEmpty()) {
      return Optional.empty();
    }
    refuse(fields);
    io.inkwash.data.Picture sent =
        Uploads.decoded("mask", Uploads.base64("mask", mask.get())).inChannels(1);
    Picture fitted =
        Uploads.fitted(sent, new ImageSpec(1, form.height(), form.width(), form.range()));
    double[] shares = new double[fitted.pixels().length];
    for (int k = 0; k < shares.length; k++) {
      double white = (fitted.pixels()[k] & 0xff) / 255.0;
      shares[k] = inverted ? 1 - white : white;
    }
    double scale =
        Math.max(
            (double) form.height() / sent.shape().height(),
            (double) form.width() / sent.shape().width());
    double sigma = scale * blur.orElse(model.sized() ? USUAL_BLUR : 0);
    return Optional.of(new WebUiMask(blurred(shares, form, sigma), form));
  }

  /** Refuses what would make another picture there. */
  private static void refuse(Fields fields) {
    if (fields.integer("inpainting_fill", 0, 3).orElse(1) != 1) {
      throw fields.fault("inpainting_fill", "is not 1; allowed: 1, what stands under the mask");
    }
    if (fields.flag("inpaint_full_res")) {
      throw fields.fault("inpaint_full_res", "is true; allowed: false, the whole picture");
    }
    for (String name : new String[] {"mask_blur_x", "mask_blur_y"}) {
      if (fields.has(name)) {
        throw fields.fault(name, "is for one direction; allowed: mask_blur, for both");
      }
    }
  }

  /** Blurred by a Gaussian, mirrored at the edges. */
  private static double[] blurred(double[] values, ImageSpec form, double sigma) {
    if (sigma == 0) {
      return values;
    }
    Blur blur = Reasons.of("mask_blur", () -> Blur.gaussian(sigma));
    try (TensorScope scope = TensorScope.open()) {
      Tensor image = Tensors.of(values, 1, 1, form.height(), form.width());
      return Tensors.toDoubles(blur.on(1, form.height(), form.width()).apply(image));
    }
  }

  /** What is repainted by half or more is missing. */
  MaskImage hole() {
    byte[] pixels = new byte[shares.length];
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = (byte) Math.round(255 * shares[k]);
    }
    return new MaskImage(pixels, form.height(), form.width());
  }

  /**
   * A repainted picture over the one before.
   *
   * @param before [1,C,H,W]
   * @param painted [1,C,H,W]
   */
  Tensor over(Tensor before, Tensor painted) {
    Tensor share = Tensors.of(shares, form.height(), form.width());
    return before.add(painted.to(before.scalar_type()).sub(before).mul_(share));
  }
}
