package io.inkwash.model.folder;

import static io.inkwash.format.Text.format;

import io.inkwash.picture.Picture;
import java.util.Optional;

/**
 * What images are drawn on.
 *
 * @param width of the images in pixels
 * @param height of the images in pixels
 * @param picture what they begin as, of that size; empty for noise alone
 * @param mask what of the picture is drawn anew: white; the rest is kept. Empty for all of it
 * @param strength the share of the steps that are taken: towards 0 keeps the picture, 1 keeps
 *     nothing of what is drawn anew
 */
public record Canvas(
    int width, int height, Optional<Picture> picture, Optional<Picture> mask, double strength) {

  /** Checks the ranges and the sizes. */
  public Canvas {
    if (!(strength > 0 && strength <= 1)) {
      throw new IllegalArgumentException(
          format("strength is %s; allowed: above 0 up to 1, such as 0.75", strength));
    }
    if (mask.isPresent() && picture.isEmpty()) {
      throw new IllegalArgumentException("a mask without a picture; name the picture");
    }
    for (Picture each : picture.stream().toList()) {
      requireSize("the picture", each, width, height);
    }
    for (Picture each : mask.stream().toList()) {
      requireSize("the mask", each, width, height);
    }
  }

  private static void requireSize(String what, Picture picture, int width, int height) {
    if (picture.width() != width || picture.height() != height) {
      throw new IllegalArgumentException(
          format(
              "%s has %dx%d pixels; allowed: %dx%d, the size of the images",
              what, picture.width(), picture.height(), width, height));
    }
  }

  /** Noise alone. */
  public static Canvas blank(int width, int height) {
    return new Canvas(width, height, Optional.empty(), Optional.empty(), 1);
  }

  /** A picture that is changed (SDEdit, Meng et al. 2022, arXiv 2108.01073). */
  public static Canvas of(Picture picture, double strength) {
    return new Canvas(
        picture.width(), picture.height(), Optional.of(picture), Optional.empty(), strength);
  }

  /** A picture of which the white part of the mask is drawn anew. */
  public static Canvas inpaint(Picture picture, Picture mask, double strength) {
    return new Canvas(
        picture.width(), picture.height(), Optional.of(picture), Optional.of(mask), strength);
  }
}
