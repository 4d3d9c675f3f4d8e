package io.inkwash.cli;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.ModelOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.DrawingProgress;
import io.inkwash.generate.Drawing;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.torch.Precision;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    description = "Draws images from a trained run.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Image k of a seed is the same picture in every batch size and every count.",
      "Examples:",
      "  inkwash sample --run runs/mnist --solver ddim --grid trailing --steps 50",
      "  inkwash sample --run runs/mnist --trajectory film.gif",
      "  inkwash sample --run runs/mnist --class 3:5 --guidance 'classifier-free(weight=3)'"
    })
final class SampleCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Mixin ModelOptions options;

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
      description = "Write the way of image 0: a strip if it is a PNG, a film if a GIF.")
  @Nullable Path trajectory;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "2",
      description = "Enlarge grid, strip and film this many times. Default: 2.")
  int scale;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    check();
    options.checkRun();
    PrintWriter err = spec.commandLine().getErr();
    Precision precision = compute.start(err);
    try (ModelOptions.Opened opened = options.open(precision)) {
      Map<String, String> text = options.text(opened.model());
      if (trajectory != null) {
        drawTrajectory(opened.drawing(), trajectory, text, err);
      }
      if (trajectory == null || out != null || images != null) {
        drawImages(opened.drawing(), text, err);
      }
    }
    return 0;
  }

  /** Refuses what cannot be, before anything is read or drawn. */
  private void check() {
    Usage.requireAtLeast(spec, "--count", count, 1);
    Usage.requireAtLeast(spec, "--scale", scale, 1);
    options.check();
    compute.check();
    requirePlace("--out", out, ".png");
    requirePlace("--trajectory", trajectory, ".png", ".gif");
    if (images != null) {
      Places.requireFolder(images);
    }
  }

  private void requirePlace(String option, @Nullable Path file, String... endings) {
    if (file == null) {
      return;
    }
    if (Stream.of(endings).noneMatch(end -> ending(file, end))) {
      throw Usage.wrong(
          spec,
          "%s is %s; allowed: a name that ends in %s"
              .formatted(option, file, String.join(" or ", endings)));
    }
    Places.requireFile(file);
  }

  private void drawImages(Drawing drawing, Map<String, String> text, PrintWriter err) {
    List<Picture> pictures;
    try (DrawingProgress progress = new DrawingProgress("drawing", count, err)) {
      pictures = drawing.draw(count, options.batch(), progress);
    }
    Path grid = out != null || images != null ? out : options.run().resolve("samples.png");
    if (grid != null) {
      int columns = (int) Math.ceil(Math.sqrt(count));
      ImageIo.writePng(grid, ImageIo.enlarge(ImageIo.grid(pictures, columns, 2), scale), text);
      written(grid);
    }
    if (images != null) {
      for (int k = 0; k < pictures.size(); k++) {
        Map<String, String> one = new LinkedHashMap<>(text);
        one.put("inkwash:image", Integer.toString(k));
        ImageIo.writePng(images.resolve("%05d.png".formatted(k)), pictures.get(k), one);
      }
      written(images);
    }
  }

  private void drawTrajectory(
      Drawing drawing, Path file, Map<String, String> text, PrintWriter err) {
    List<Drawing.Frame> frames;
    try (DrawingProgress progress = new DrawingProgress("filming", 1, err)) {
      frames = drawing.film(progress);
    }
    if (isGif(file)) {
      Film.write(file, frames, scale);
    } else {
      ImageIo.writePng(file, Film.strip(frames, drawing.sampler().path(), scale), text);
    }
    written(file);
  }

  private void written(Path file) {
    spec.commandLine().getOut().println(file);
    spec.commandLine().getOut().flush();
  }

  private static boolean isGif(Path file) {
    return ending(file, ".gif");
  }

  private static boolean ending(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
