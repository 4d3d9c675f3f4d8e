package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.PriorSource;
import io.inkwash.cli.options.RunOrModel;
import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.DrawingProgress;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import io.inkwash.file.FileException;
import io.inkwash.generate.RoundTrip;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.request.DrawingWords;
import io.inkwash.restore.Blend;
import io.inkwash.restore.Prior;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.TensorScope;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Blends one image into another. */
@Command(
    name = "interpolate",
    description = "Blends one image into another, or one seed's image into another's.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The noise behind both is found by inverse DDIM; the frames lie on the great circle",
      "between the two, where noise keeps its length.",
      "Examples:",
      "  inkwash restore interpolate --run runs/mnist three.png eight.png --out blend",
      "  inkwash restore interpolate --run runs/mnist --seeds 3:8 --out blend"
    })
final class Interpolate implements Callable<Integer> {
  private static final int FRAME_MILLIS = 120;
  private static final int COMFORTABLE = 64; // pixels across of a picture in a row

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..2",
      description = "Two PNG, JPEG, WebP or TIFF files.")
  List<Path> files = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ":",
      description = "Two seeds instead: image 0 of each, as inkwash sample --solver ddim draws it.")
  List<Long> seeds = List.of();

  @Option(
      names = "--linear",
      description = "Go along a straight line, where noise is too weak in the middle: to compare.")
  boolean linear;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "11",
      description = "Images in all, both ends included. Default: 11.")
  int frames;

  @Option(names = "--steps", paramLabel = "N", description = "Steps. Default: the recipe's.")
  @Nullable Integer steps;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where DIR/strip.png and DIR/film.gif go.")
  Path out;

  @Option(
      names = "--scale",
      paramLabel = "N",
      description = "Enlarge them this many times. Default: to about 64 pixels an image.")
  @Nullable Integer scale;

  @Mixin RunOrModel run;

  @Mixin DdimOptions ddim;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    check();
    PrintWriter err = spec.commandLine().getErr();
    DrawingWords words = ddim.words(Optional.ofNullable(steps));
    PriorSource source = run.source("interpolate", words);
    RoundTrip.upAndDown(source.unread(), ddim.rounds);
    Inputs ends = ends(source.unread().pictures(), err);
    Places.requireFile(strip());
    Places.requireFile(film());
    if (ends.files().stream().anyMatch(file -> file.toAbsolutePath().equals(absolute(strip())))) {
      throw new FileException(strip(), "is an input, which is never written over; choose --out");
    }
    ComputeOptions.Setup setup = compute.start();
    try (ComputeDevice.Use use = setup.device().enter();
        PriorSource.Opened model = source.open(setup);
        TensorScope scope = TensorScope.open()) {
      Prior prior = model.prior(words);
      List<Picture> blended = prior.pictures(blended(prior, ends, err));
      Map<String, String> text = model.text();
      text.put("inkwash:task", "interpolate");
      text.put(
          "inkwash:way", (linear ? Blend.LINEAR : Blend.SPHERICAL).name().toLowerCase(Locale.ROOT));
      text.put("inkwash:ends", seeds.isEmpty() ? String.join(" ", ends.names()) : "seeds " + seeds);
      text.putAll(ddim.times(source));
      text.putAll(ddim.text());
      write(blended, text);
    }
    return 0;
  }

  private int batch() {
    return run.unlessStored("--batch", ddim.batch.size());
  }

  private void check() {
    run.check();
    ddim.check(spec);
    compute.check();
    Usage.requireAtLeast(spec, "--frames", frames, 2);
    if (steps != null) {
      Usage.requireAtLeast(spec, "--steps", steps, 1);
    }
    if (scale != null) {
      Usage.requireAtLeast(spec, "--scale", scale, 1);
    }
    if (files.isEmpty() == seeds.isEmpty() || files.size() == 1 || seeds.size() == 1) {
      throw Usage.wrong(spec, "two ends are needed: name two files, or two seeds as --seeds 3:8");
    }
    if (seeds.size() > 2) {
      throw Usage.wrong(spec, format("--seeds is %s; allowed: two, such as 3:8", seeds));
    }
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath();
  }

  private Path strip() {
    return out.resolve("strip.png");
  }

  private Path film() {
    return out.resolve("film.gif");
  }

  /** The two images; none for seeds. */
  private Inputs ends(ImageSpec data, PrintWriter err) {
    if (files.isEmpty()) {
      return new Inputs("seeds", List.of(), List.of(), List.of());
    }
    ImageShape wanted = new ImageShape(data.channels(), data.height(), data.width());
    Inputs ends = Inputs.ofFiles(files, false, wanted, true, err);
    if (ends.count() != 2) {
      throw new SpecException(
          format("%d images; allowed: two, to blend one into the other", ends.count()));
    }
    return ends;
  }

  private Tensor blended(Prior prior, Inputs ends, PrintWriter err) {
    Blend blend = linear ? Blend.LINEAR : Blend.SPHERICAL;
    try (DrawingProgress progress = new DrawingProgress("drawing", frames, err)) {
      if (ends.count() == 0) {
        RoundTrip trip = RoundTrip.down(prior, ddim.rounds);
        Tensor first = trip.seeded(seeds.get(0));
        Tensor last = trip.seeded(seeds.get(1));
        return trip.between(first, last, blend, frames, batch(), progress);
      }
      RoundTrip trip = RoundTrip.upAndDown(prior, ddim.rounds);
      Tensor noise = trip.noise(prior.tensor(ends.pictures()));
      return trip.between(
          noise.narrow(0, 0, 1), noise.narrow(0, 1, 1), blend, frames, batch(), progress);
    }
  }

  private void write(List<Picture> blended, Map<String, String> text) {
    int larger = scale == null ? Math.max(1, COMFORTABLE / blended.get(0).width()) : scale;
    List<Picture> large =
        blended.stream().map(picture -> ImageIo.enlarge(picture, larger)).toList();
    ImageIo.writePng(strip(), ImageIo.strip(large, 2 * larger), text);
    List<Picture> thereAndBack = new ArrayList<>(large);
    for (int k = large.size() - 2; k > 0; k--) {
      thereAndBack.add(large.get(k));
    }
    ImageIo.writeGif(film(), thereAndBack, FRAME_MILLIS, true);
    PrintWriter print = spec.commandLine().getOut();
    print.println(strip());
    print.println(film());
    print.flush();
  }
}
