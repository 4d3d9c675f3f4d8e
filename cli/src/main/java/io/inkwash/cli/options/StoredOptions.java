package io.inkwash.cli.options;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.folder.StableDiffusion;
import io.inkwash.model.folder.StoredModel;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.StoredModelText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of a model that another program stored. */
public final class StoredOptions {

  @Option(
      names = "--lora",
      paramLabel = "FILE",
      description =
          "With --model: a change of low rank to merge into the weights, in the names of kohya's"
              + " scripts or of diffusers. Repeatable.")
  List<Path> loras = new ArrayList<>();

  @Option(
      names = "--lora-scale",
      paramLabel = "X",
      description = "Strength of the changes. Default: 1.")
  @Nullable Double loraScale;

  @Option(
      names = "--target",
      paramLabel = "T",
      description =
          "With --model: what the network predicts: noise, v or x0. Default: what the model's"
              + " settings state; of one file without settings noise, and v for version 2.")
  @Nullable String target;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "With --model: width in pixels. Default: 512.")
  @Nullable Integer width;

  @Option(
      names = "--height",
      paramLabel = "N",
      description = "With --model: height in pixels. Default: 512.")
  @Nullable Integer height;

  /**
   * The size of pictures.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public record Size(int width, int height) {}

  void requireNone(CommandSpec spec) {
    for (String option : List.of("--lora", "--lora-scale", "--target", "--width", "--height")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw Usage.wrong(spec, option + " goes with --model; leave it out for a run");
      }
    }
  }

  void check(CommandSpec spec) {
    Usage.requireMeaning(spec, target, Catalog.TARGETS);
    if (loraScale != null && loras.isEmpty()) {
      throw Usage.wrong(spec, "--lora-scale goes with --lora; name the change");
    }
    if (loraScale != null && !Double.isFinite(loraScale)) {
      throw Usage.wrong(spec, "--lora-scale is " + loraScale + "; allowed: a number, such as 0.8");
    }
  }

  /**
   * A model with its options.
   *
   * @param path the folder or file
   * @param options how it is used
   */
  public record Named(Path path, StoredOptions options) {

    /** Its settings. */
    public StoredModel read() {
      StoredModel stored = StoredModel.read(path);
      return options.target == null
          ? stored
          : stored.predicting(Catalog.TARGETS.make(Spec.parse(options.target)));
    }

    /** The form of the pictures. */
    public ImageSpec pictures(StoredModel model) {
      int size = model.size();
      return model.pictures(
          options.width == null ? size : options.width,
          options.height == null ? size : options.height);
    }

    /** Takes the size of another picture. */
    public void ofSize(Size size) {
      options.width = size.width();
      options.height = size.height();
    }

    /** Reads the weights. */
    public StableDiffusion open(ComputeOptions.Setup setup) {
      double scale = options.loraScale == null ? 1 : options.loraScale;
      List<StableDiffusion.Change> changes =
          options.loras.stream().map(file -> new StableDiffusion.Change(file, scale)).toList();
      return StableDiffusion.open(read(), changes, setup.device(), setup.precision());
    }

    /** What it is called. */
    public String name() {
      return String.valueOf(path.toAbsolutePath().normalize().getFileName());
    }

    /** What to write beside its pictures: facts by name, as PNG files hold them. */
    public Map<String, String> text(StoredModel model, GenerateOptions requested) {
      Map<String, String> text = StoredModelText.of(name(), model, requested, pictures(model));
      if (options.target != null) {
        text.put("inkwash:target", options.target);
      }
      for (Path change : options.loras) {
        String scale = options.loraScale == null ? "1" : options.loraScale.toString();
        text.merge(
            "inkwash:lora", change.getFileName() + " " + scale, (one, more) -> one + "\n" + more);
      }
      return text;
    }
  }
}
