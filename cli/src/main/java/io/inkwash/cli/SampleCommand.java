package io.inkwash.cli;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.ModelOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.RunOrModel;
import io.inkwash.cli.options.StoredOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.DrawingProgress;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.Capability;
import io.inkwash.model.ImageEncoder;
import io.inkwash.model.Run;
import io.inkwash.model.ShippedModels;
import io.inkwash.model.folder.StableDiffusion;
import io.inkwash.model.folder.StoredModel;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws images from a trained run. */
@Command(
    name = "sample",
    description = "Draws images from a trained run, or with a Stable Diffusion model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Image k of a seed is the same picture in every batch size and every count.",
      "Examples:",
      "  inkwash sample --run mnist --class 7",
      "  inkwash sample --run runs/mnist --solver ddim --grid trailing --steps 50",
      "  inkwash sample --run runs/mnist --trajectory film.gif",
      "  inkwash sample --run runs/mnist --class 3:5 \\",
      "      --guidance 'classifier-free(weight=3)'",
      "  inkwash sample --run runs/text --prompt 'a three' --guidance 3",
      "  inkwash sample --run runs/text --like samples.png --out again.png",
      "  inkwash sample --run mnist --first 5000 --count 5000 --images part-1",
      "  inkwash sample --run runs/vae --reconstruct mnist --count 32 --out pairs.png",
      "  inkwash sample --model stable-diffusion-v1-5 --prompt 'a fox in ink'",
      "  inkwash sample --model v2-1.ckpt --prompt 'a fox' --lora ink.safetensors"
    })
final class SampleCommand implements Callable<Integer> {
  /** The most characters of a class's name under its picture. */
  private static final int CAPTION = 26;

  @Spec CommandSpec spec;

  private final RunOrModel named = new RunOrModel();

  @Mixin ModelOptions options = new ModelOptions(named);

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images to draw. Default: 64.")
  int count;

  @Option(names = "--out", paramLabel = "PNG", description = "Write all images as one grid.")
  @Nullable Path out;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Write each image: DIR/00000.png, DIR/00001.png, ...")
  @Nullable Path images;

  @Option(
      names = "--trajectory",
      paramLabel = "FILE",
      description = "Write the way of the first image: a strip if it is a PNG, a film if a GIF.")
  @Nullable Path trajectory;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "2",
      description = "Enlarge grid, strip and film this many times. Default: 2.")
  int scale;

  @Option(
      names = "--continue",
      description =
          "With --images: keep the pictures that are there, and draw those that are missing.")
  boolean goOn;

  @Mixin LikeOption like;

  @Mixin LatentOptions latents;

  @Option(
      names = "--first",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Number of the first image, so that several machines can draw parts of a set. Default: 0.")
  int from;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    Optional<LikeOption.Extent> stated = like.read(spec, options);
    check();
    from = stated.map(LikeOption.Extent::first).orElse(from);
    count =
        stated.map(LikeOption.Extent::count).orElseGet(() -> named.unlessStored("--count", count));
    scale = named.unlessStored("--scale", scale);
    PrintWriter err = spec.commandLine().getErr();
    if (latents.requested()) {
      drawLatents(err);
    } else if (named.storedModel().isPresent()) {
      drawStored(named.storedModel().get(), err);
    } else {
      drawRun(err);
    }
    return 0;
  }

  private void drawRun(PrintWriter err) {
    options.checkRun();
    ComputeOptions.Setup setup = compute.start();
    try (ModelOptions.Opened opened = options.open(setup)) {
      like.compare(opened.model(), err);
      draw(opened.drawing(), options.text(opened.model()), err);
    }
  }

  private void drawStored(StoredOptions.Named model, PrintWriter err) {
    like.size().ifPresent(model::ofSize);
    GenerateOptions requested = options.words().options();
    StoredModel stored = model.read();
    ImageSpec pictures = model.pictures(stored);
    stored.check(requested);
    ComputeOptions.Setup setup = compute.start();
    try (StableDiffusion opened = model.open(setup)) {
      setup.announce(err);
      Map<String, String> text = model.text(stored, requested);
      like.compare(text, err);
      draw(opened.drawing(requested, pictures), text, err);
    }
  }

  private void draw(Drawing drawing, Map<String, String> text, PrintWriter err) {
    if (trajectory != null) {
      drawTrajectory(drawing, trajectory, text, err);
    }
    if (trajectory == null || out != null || images != null) {
      drawImages(drawing, text, err);
    }
  }

  /** Refuses what cannot be, before anything is read or drawn. */
  private void check() {
    Usage.requireAtLeast(spec, "--count", count, 1);
    Usage.requireAtLeast(spec, "--first", from, 0);
    Usage.requireAtLeast(spec, "--scale", scale, 1);
    options.check();
    named.check();
    compute.check();
    latents.check(spec, images != null || trajectory != null);
    if (from > 0 && latents.requested()) {
      throw Usage.wrong(
          spec,
          "--first goes with images that are drawn; leave it out for --reconstruct and --traverse");
    }
    requirePlace("--out", out, ".png");
    requirePlace("--trajectory", trajectory, ".png", ".gif");
    if (images != null) {
      Places.requireFolder(images);
    } else if (goOn) {
      throw Usage.wrong(spec, "--continue goes with --images; name the folder of the pictures");
    }
    if (out == null && images == null && trajectory == null) {
      Places.requireFile(grid());
    }
  }

  /** What the latents of an autoencoder hold, as one grid. */
  private void drawLatents(PrintWriter err) {
    String purpose = latents.traverse ? "--traverse" : "--reconstruct";
    if (latents.traverse) {
      Run.open(options.run()).require(Capability.DRAWS, purpose); // its latents have a known prior
    }
    try (ImageEncoder model = options.openEncoder(compute.start(), purpose)) {
      Picture grid = latents.grid(model, count, options.seed(), err);
      Path file = out != null ? out : grid();
      ImageIo.writePng(file, ImageIo.enlarge(grid, scale), options.text(model));
      written(file);
    }
  }

  private void requirePlace(String option, @Nullable Path file, String... endings) {
    if (file == null) {
      return;
    }
    if (Stream.of(endings).noneMatch(end -> ending(file, end))) {
      throw Usage.wrong(
          spec,
          option
              + " is "
              + file
              + "; allowed: a name that ends in "
              + String.join(" or ", endings));
    }
    Places.requireFile(file);
  }

  /** The file of the grid, where no other place is named. */
  private Path grid() {
    if (named.storedModel().isPresent()) {
      return Path.of(named.storedModel().get().name() + ".png");
    }
    Path run = options.run();
    return ShippedModels.named(run) ? Path.of(run + ".png") : run.resolve("samples.png");
  }

  private void drawImages(Drawing drawing, Map<String, String> text, PrintWriter err) {
    ImageSink sink = new ImageSink(images, text, out != null || images == null, from);
    int first = from + (goOn ? sink.takeExisting(count) : 0);
    if (first > from) {
      err.println(first - from + " of " + count + " pictures are there already");
    }
    int missing = from + count - first;
    if (missing > 0) {
      try (DrawingProgress progress = new DrawingProgress("drawing", missing, err)) {
        drawing.draw(
            first, missing, named.unlessStored("--batch", options.batch()), progress, sink::add);
      }
    }
    if (sink.keeps()) {
      int columns = (int) Math.ceil(Math.sqrt(count));
      Path grid = out != null ? out : grid();
      ImageIo.writePng(
          grid,
          gridOf(sink.pictures(), drawing.requestedNames(from, count), columns),
          ofGrid(text));
      written(grid);
    }
    if (images != null) {
      written(images);
    }
  }

  /** The text of a grid: which images it is of. */
  private Map<String, String> ofGrid(Map<String, String> text) {
    Map<String, String> all = new LinkedHashMap<>(text);
    if (from > 0) {
      all.put("inkwash:image", Integer.toString(from));
    }
    all.put("inkwash:count", Integer.toString(count));
    return all;
  }

  /** The pictures in rows, each above the name of its class where classes are requested. */
  private Picture gridOf(List<Picture> pictures, List<String> names, int columns) {
    boolean stored = named.storedModel().isPresent(); // whose pictures are large
    if (stored && count == 1) {
      return ImageIo.enlarge(pictures.get(0), scale);
    }
    if (stored || names.isEmpty()) {
      return ImageIo.enlarge(ImageIo.grid(pictures, columns, 2), scale);
    }
    List<Picture> large =
        pictures.stream().map(picture -> ImageIo.enlarge(picture, scale)).toList();
    List<String> captions =
        names.stream()
            .map(name -> name.length() > CAPTION ? name.substring(0, CAPTION) + "..." : name)
            .toList();
    return ImageIo.grid(large, captions, columns, 2 * scale);
  }

  private void drawTrajectory(
      Drawing drawing, Path file, Map<String, String> text, PrintWriter err) {
    List<Drawing.Frame> frames;
    try (DrawingProgress progress = new DrawingProgress("filming", 1, err)) {
      frames = drawing.film(from, progress);
    }
    if (ending(file, ".gif")) {
      Film.write(file, frames, scale);
    } else {
      ImageIo.writePng(file, Film.strip(frames, scale), text);
    }
    written(file);
  }

  private void written(Path file) {
    spec.commandLine().getOut().println(file);
    spec.commandLine().getOut().flush();
  }

  private static boolean ending(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
