package io.inkwash.restore.degradation;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.data.Luma;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What can have happened to images, by name: a line each. */
public final class Degradations {
  private Degradations() {}

  /** What can have happened to images. The default arguments of each make a value. */
  public static final Registry<Degradation> DEGRADATIONS =
      new Registry<Degradation>("degradation")
          .register("none", new Identity(), "nothing but noise was added")
          .register(
              "mask",
              "file=mask.png",
              a -> new MaskFile(a.path("file")),
              "pixels are lost where a PNG is white")
          .register(
              "half",
              "missing=left",
              a -> new MissingHalf(a.word("missing", MissingHalf.Part.class)),
              "lost is the left, right, top or bottom half, or the center (half of each side)")
          .register(
              "block",
              "factor=4",
              a -> new BlockAverage(a.integer("factor")),
              "squares of pixels became their mean")
          .register(
              "bicubic",
              "factor=4",
              a -> new BicubicDown(a.integer("factor")),
              "made smaller by cubic convolution (Keys 1981)")
          .register(
              "gaussian",
              "sigma=1",
              a -> Blur.gaussian(a.number("sigma")),
              "blurred by a Gaussian of so many pixels")
          .register(
              "box",
              "size=3",
              a -> Blur.box(a.integer("size")),
              "blurred by the mean over squares, of an odd side")
          .register(
              "motion",
              "length=5, angle=0",
              a -> KernelBlur.motion(a.number("length"), a.number("angle")),
              "blurred along a line of so many pixels, at an angle in degrees")
          .register(
              "disk",
              "radius=2",
              a -> KernelBlur.disk(a.number("radius")),
              "out of focus: blurred by a disk of so many pixels")
          .register(
              "gray",
              "weights="
                  + Arrays.stream(Luma.weights())
                      .mapToObj(Double::toString)
                      .collect(Collectors.joining(":")),
              a -> new Grayscale(Arrays.stream(a.numbers("weights")).boxed().toList()),
              "channels became their weighted sum, that of ITU-R BT.601")
          .register(
              "radon",
              "angles=30",
              a -> new Radon(a.integer("angles")),
              "projections at so many angles, as a tomograph takes them");

  /** The names of those that a command undoes; see {@link Degradation#task}. */
  public static List<String> of(String task) {
    return DEGRADATIONS.names().stream()
        .filter(name -> DEGRADATIONS.make(new Spec(name, Map.of())).task().equals(task))
        .toList();
  }
}
