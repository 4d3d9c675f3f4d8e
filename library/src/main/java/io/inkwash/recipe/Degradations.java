package io.inkwash.recipe;

import io.inkwash.data.SingleImage;
import io.inkwash.restore.BicubicDown;
import io.inkwash.restore.BlockAverage;
import io.inkwash.restore.Blur;
import io.inkwash.restore.Grayscale;
import io.inkwash.restore.Half;
import io.inkwash.restore.Identity;
import io.inkwash.restore.Masked;
import io.inkwash.torch.Tensors;
import java.nio.file.Path;
import java.util.Arrays;

/** What can have happened to images, by name: a line each. */
final class Degradations {
  private static final int WHITE = 128; // from here on a mask's pixel counts as white

  private Degradations() {}

  /** What can have happened to images. */
  static final Shelf<Damage> DEGRADATIONS =
      new Shelf<Damage>("degradation")
          .add("none", new Damage(Task.DENOISE, new Identity()), "nothing but noise came")
          .add(
              "mask",
              "file=mask.png",
              a -> new Damage(Task.INPAINT, mask(a.path("file"))),
              "pixels are lost where a PNG is white")
          .add(
              "half",
              "missing=left",
              a -> new Damage(Task.INPAINT, new Half(a.word("missing", Half.Part.class))),
              "lost is the left, right, top or bottom half, or the centre (half of each side)")
          .add(
              "block",
              "factor=4",
              a -> new Damage(Task.SUPERRES, new BlockAverage(a.integer("factor"))),
              "squares of pixels became their mean")
          .add(
              "bicubic",
              "factor=4",
              a -> new Damage(Task.SUPERRES, new BicubicDown(a.integer("factor"))),
              "made smaller by cubic convolution (Keys 1981)")
          .add(
              "gaussian",
              "sigma=1",
              a -> new Damage(Task.DEBLUR, Blur.gaussian(a.number("sigma"))),
              "blurred by a Gaussian of so many pixels")
          .add(
              "box",
              "size=3",
              a -> new Damage(Task.DEBLUR, Blur.box(a.integer("size"))),
              "blurred by the mean over squares, of an odd side")
          .add(
              "grey",
              "weights=0.299:0.587:0.114",
              a ->
                  new Damage(
                      Task.COLORIZE,
                      new Grayscale(Arrays.stream(a.numbers("weights")).boxed().toList())),
              "channels became their weighted sum, that of ITU-R BT.601");

  /** White is lost, black is known. */
  private static Masked mask(Path file) {
    SingleImage image = SingleImage.read(file).inChannels(1);
    double[] known = new double[image.pixels().length];
    for (int i = 0; i < known.length; i++) {
      known[i] = (image.pixels()[i] & 0xff) < WHITE ? 1 : 0;
    }
    double sum = Arrays.stream(known).sum();
    if (sum == known.length) {
      throw new RecipeException(
          "mask " + file + " has nothing to fill: no pixel is white; paint white what is lost");
    }
    if (sum == 0) {
      throw new RecipeException(
          "mask " + file + " hides everything: all is white; leave black what is known");
    }
    return new Masked(Tensors.of(known, image.shape().height(), image.shape().width()));
  }
}
