package io.inkwash.restore;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.SingleImage;
import io.inkwash.torch.Tensors;
import java.nio.file.Path;
import java.util.Arrays;

/** What can have happened to images, by name: a line each. */
public final class Degradations {
  private static final int WHITE = 128; // from here on a mask's pixel counts as white

  private Degradations() {}

  /** What can have happened to images. */
  public static final Registry<DegradationTask> DEGRADATIONS =
      new Registry<DegradationTask>("degradation")
          .register(
              "none", new DegradationTask(Task.DENOISE, new Identity()), "nothing but noise came")
          .register(
              "mask",
              "file=mask.png",
              a -> new DegradationTask(Task.INPAINT, mask(a.path("file"))),
              "pixels are lost where a PNG is white")
          .register(
              "half",
              "missing=left",
              a ->
                  new DegradationTask(
                      Task.INPAINT, new MissingHalf(a.word("missing", MissingHalf.Part.class))),
              "lost is the left, right, top or bottom half, or the center (half of each side)")
          .register(
              "block",
              "factor=4",
              a -> new DegradationTask(Task.SUPERRES, new BlockAverage(a.integer("factor"))),
              "squares of pixels became their mean")
          .register(
              "bicubic",
              "factor=4",
              a -> new DegradationTask(Task.SUPERRES, new BicubicDown(a.integer("factor"))),
              "made smaller by cubic convolution (Keys 1981)")
          .register(
              "gaussian",
              "sigma=1",
              a -> new DegradationTask(Task.DEBLUR, Blur.gaussian(a.number("sigma"))),
              "blurred by a Gaussian of so many pixels")
          .register(
              "box",
              "size=3",
              a -> new DegradationTask(Task.DEBLUR, Blur.box(a.integer("size"))),
              "blurred by the mean over squares, of an odd side")
          .register(
              "gray",
              "weights=0.299:0.587:0.114",
              a ->
                  new DegradationTask(
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
      throw new SpecException(
          "mask " + file + " has nothing to fill: no pixel is white; paint white what is lost");
    }
    if (sum == 0) {
      throw new SpecException(
          "mask " + file + " hides everything: all is white; leave black what is known");
    }
    return new Masked(Tensors.of(known, image.shape().height(), image.shape().width()));
  }
}
