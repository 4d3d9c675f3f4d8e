package io.inkwash.cli;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.PromptOptions;
import io.inkwash.cli.options.SeedOption;
import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.DrawingProgress;
import io.inkwash.condition.Request;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.folder.Canvas;
import io.inkwash.model.folder.StableDiffusion;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.PeerNames;
import io.inkwash.request.DrawingWords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Draws pictures with a Stable Diffusion model, as other programs store it. */
@Command(
    name = "paint",
    description = "Draws pictures with a Stable Diffusion 1 or 2 model, as diffusers stores it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Nothing in the model's files is executed. Picture k of a seed is the same in every count.",
      "Examples:",
      "  inkwash paint --model stable-diffusion-v1-5 --prompt 'a fox in ink' --out fox.png",
      "  inkwash paint --model v1-5.safetensors --prompt 'a fox' --negative blurry --guidance 7.5",
      "  inkwash paint --model v2-1 --prompt 'a fox' --lora ink.safetensors --lora-scale 0.8",
      "  inkwash paint --model v1-5 --prompt 'in winter' --on fox.png --strength 0.6",
      "  inkwash paint --model v1-5 --prompt 'a hat' --on fox.png --mask white-is-new.png"
    })
final class PaintCommand implements Callable<Integer> {
  @picocli.CommandLine.Spec CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "PATH",
      required = true,
      description =
          "A folder of diffusers, or one .safetensors or .ckpt file with all weights in CompVis's"
              + " naming.")
  Path model;

  @Mixin PromptOptions prompts;

  @Option(
      names = "--guidance",
      paramLabel = "G",
      description =
          "How the model is guided; a number is the weight of classifier-free. Default: 7.5.")
  @Nullable String guidance;

  @Option(
      names = "--solver",
      paramLabel = "S",
      description =
          "Solver, or a name from diffusers, k-diffusion or ComfyUI. Default: the model's.")
  @Nullable String solver;

  @Option(names = "--grid", paramLabel = "G", description = "Grid of times. Default: the model's.")
  @Nullable String grid;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "50",
      description = "Steps. Default: 50.")
  int steps;

  @Option(
      names = "--lora",
      paramLabel = "FILE",
      description =
          "A change of low rank to merge into the weights, in the names of kohya's scripts or of"
              + " diffusers. Repeatable.")
  List<Path> loras = new ArrayList<>();

  @Option(
      names = "--lora-scale",
      paramLabel = "X",
      defaultValue = "1",
      description = "Strength of the changes. Default: 1.")
  double loraScale;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Width in pixels. Default: the picture's of --on, or 512.")
  @Nullable Integer width;

  @Option(
      names = "--height",
      paramLabel = "N",
      description = "Height in pixels. Default: the picture's of --on, or 512.")
  @Nullable Integer height;

  @Option(names = "--on", paramLabel = "PICTURE", description = "Change this picture.")
  @Nullable Path on;

  @Option(
      names = "--mask",
      paramLabel = "PICTURE",
      description = "With --on: draw what is white in this picture anew, and keep the rest.")
  @Nullable Path mask;

  @Option(
      names = "--strength",
      paramLabel = "X",
      description =
          "With --on: the share of the steps that are taken, above 0 up to 1, which keeps nothing."
              + " Default: 0.75, or 1 with --mask.")
  @Nullable Double strength;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1",
      description = "Pictures to draw. Default: 1.")
  int count;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Pictures at a time. Default: 1.")
  int batch;

  @Mixin SeedOption seed;

  @Option(
      names = "--out",
      paramLabel = "PNG",
      defaultValue = "painted.png",
      description = "Write all pictures as one grid. Default: painted.png.")
  Path out;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Write each picture: DIR/00000.png, DIR/00001.png, ...")
  @Nullable Path images;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    check();
    DrawingWords words = words();
    GenerateOptions options = options(words);
    Optional<Canvas> canvas = canvas();
    ComputeOptions.Setup setup = compute.start();
    PrintWriter err = spec.commandLine().getErr();
    List<StableDiffusion.Change> changes =
        loras.stream().map(file -> new StableDiffusion.Change(file, loraScale)).toList();
    try (StableDiffusion opened =
        StableDiffusion.open(model, changes, setup.device(), setup.precision())) {
      setup.announce(err);
      Drawing drawing = opened.drawing(options, canvas.orElseGet(() -> blank(opened.size())));
      ImageSink sink = new ImageSink(images, text(words), true, 0);
      try (DrawingProgress progress = new DrawingProgress("painting", count, err)) {
        drawing.draw(0, count, batch, progress, sink::add);
      }
      int columns = (int) Math.ceil(Math.sqrt(count));
      ImageIo.writePng(
          out, ImageIo.grid(sink.pictures(), columns, count == 1 ? 0 : 2), text(words));
    }
    spec.commandLine().getOut().println(out);
    return 0;
  }

  /** Refuses what cannot be, before anything is read. */
  private void check() {
    Usage.requireAtLeast(spec, "--count", count, 1);
    Usage.requireAtLeast(spec, "--batch", batch, 1);
    Usage.requireAtLeast(spec, "--steps", steps, 1);
    compute.check();
    prompts.check(spec, false);
    if (on == null && (mask != null || strength != null)) {
      throw Usage.wrong(spec, "--mask and --strength go with --on; name the picture");
    }
    Places.requireFile(out);
    if (images != null) {
      Places.requireFolder(images);
    }
  }

  private DrawingWords words() {
    DrawingWords words =
        prompts
            .in(
                new DrawingWords(
                    Optional.ofNullable(solver),
                    Optional.ofNullable(grid),
                    Optional.of(steps),
                    Optional.empty(),
                    Optional.ofNullable(guidance),
                    List.of(),
                    seed.value()))
            .translated();
    if (solver != null) {
      PeerNames.of(solver)
          .ifPresent(
              meaning -> {
                spec.commandLine().getErr().println("--solver " + solver + " is " + meaning);
              });
    }
    Usage.requireMeaning(spec, words.solver().orElse(null), Catalog.SOLVERS);
    Usage.requireMeaning(spec, words.grid().orElse(null), Catalog.GRIDS);
    Usage.requireMeaning(spec, words.guidance().orElse(null), Catalog.GUIDANCES);
    return words;
  }

  private static GenerateOptions options(DrawingWords words) {
    GenerateOptions options =
        GenerateOptions.defaults().withSeed(words.seed()).withPrompts(words.prompts());
    if (words.steps().isPresent()) {
      options = options.withSteps(words.steps().get());
    }
    if (words.solver().isPresent()) {
      options = options.withSolver(Spec.parse(words.solver().get()));
    }
    if (words.grid().isPresent()) {
      options = options.withGrid(Spec.parse(words.grid().get()));
    }
    if (words.guidance().isPresent()) {
      options = options.withGuidance(Spec.parse(words.guidance().get()));
    }
    return words.negative().isPresent()
        ? options.withNegative(Request.prompts(List.of(words.negative().get())))
        : options;
  }

  /** The picture that is drawn on, if there is one. */
  private Optional<Canvas> canvas() {
    if (on == null) {
      return Optional.empty();
    }
    Picture picture = ImageIo.read(on).rgb();
    Optional<Picture> hole = Optional.ofNullable(mask).map(ImageIo::read);
    double share = strength != null ? strength : hole.isPresent() ? 1 : 0.75;
    return Optional.of(
        new Canvas(
            width != null ? width : picture.width(),
            height != null ? height : picture.height(),
            Optional.of(picture),
            hole,
            share));
  }

  private Canvas blank(int size) {
    return Canvas.blank(width != null ? width : size, height != null ? height : size);
  }

  /** What is written into the pictures. */
  private Map<String, String> text(DrawingWords words) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("inkwash:model", String.valueOf(model.toAbsolutePath().normalize().getFileName()));
    text.put("inkwash:prompts", String.join("\n", words.prompts()));
    words.negative().ifPresent(negative -> text.put("inkwash:negative", negative));
    text.put("inkwash:guidance", words.guidance().orElse("classifier-free(weight=7.5)"));
    words.solver().ifPresent(name -> text.put("inkwash:solver", name));
    words.grid().ifPresent(name -> text.put("inkwash:grid", name));
    text.put("inkwash:steps", Integer.toString(steps));
    text.put("inkwash:seed", Long.toString(words.seed()));
    return text;
  }
}
