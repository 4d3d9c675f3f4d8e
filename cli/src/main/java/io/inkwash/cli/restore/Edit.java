package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.GuidingOptions;
import io.inkwash.cli.options.PriorSource;
import io.inkwash.cli.options.RunOrModel;
import io.inkwash.cli.options.SamplerOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.Editing;
import io.inkwash.picture.Picture;
import io.inkwash.request.DrawingWords;
import io.inkwash.restore.Prior;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.TensorScope;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes images more like those that the model knows. */
@Command(
    name = "edit",
    description = "Makes images, such as scribbles, more like those that the model knows.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Noise is added and taken away again (SDEdit).",
      "Examples:",
      "  inkwash restore edit --run runs/mnist scribble.png --strength 0.3:0.5:0.7 \\",
      "      --out edited",
      "  inkwash restore edit --model v1-5 fox.png --prompt 'in winter' --out winter"
    })
final class Edit implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin InputOptions input;

  @Option(
      names = "--strength",
      paramLabel = "X",
      split = ":",
      defaultValue = "0.5",
      description =
          "The share of the steps that are taken: above 0, which keeps the image, to 1, which keeps"
              + " nothing. Several, as 0.3:0.5, are shown side by side. Default: 0.5.")
  List<Double> strengths;

  @Mixin GalleryOptions pictures;

  @Mixin RunOrModel run;

  @Mixin SamplerOptions sampler;

  @Mixin GuidingOptions guiding;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    check();
    PrintWriter err = spec.commandLine().getErr();
    DrawingWords words = guiding.in(sampler);
    PriorSource source = run.source("edit", words);
    Prior unread = source.unread();
    for (double strength : strengths) {
      new Editing(unread, strength, sampler.seed()); // refuses what cannot be
    }
    ImageSpec data = unread.pictures();
    Inputs inputs = input.read(new ImageShape(data.channels(), data.height(), data.width()), err);
    inputs.pictures().forEach(picture -> prior(unread, picture));
    List<String> names = strengths.stream().map(Edit::label).toList();
    Gallery gallery = new Gallery(pictures, inputs, names);
    gallery.show("input", inputs.pictures().subList(0, gallery.rows()));
    ComputeOptions.Setup setup = compute.start();
    try (ComputeDevice.Use use = setup.device().enter();
        PriorSource.Opened model = source.open(setup)) {
      Prior prior = model.prior(words);
      Map<String, String> text = model.text();
      text.put("inkwash:task", "edit");
      text.put("inkwash:images", inputs.about());
      text.putAll(source.text());
      for (double strength : strengths) {
        Map<String, String> own = new LinkedHashMap<>(text);
        own.put("inkwash:strength", Double.toString(strength));
        gallery.fill(
            label(strength),
            (first, images, progress) ->
                edit(
                    prior(prior, inputs.pictures().get(first)),
                    inputs.pictures().subList(first, first + images),
                    strength,
                    first,
                    progress),
            input.tile ? 1 : batch(),
            own,
            err);
      }
      spec.commandLine().getOut().println(gallery.writeStrip(text));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private int batch() {
    return run.unlessStored("--batch", sampler.batch());
  }

  private static String label(double strength) {
    return "strength-" + strength;
  }

  private void check() {
    input.check(spec);
    pictures.check(spec);
    run.check();
    sampler.check(spec);
    guiding.check(spec);
    compute.check();
    for (double strength : strengths) {
      if (!(strength > 0 && strength <= 1)) {
        throw Usage.wrong(
            spec,
            format("--strength is %s; allowed: above 0 (keep all) to 1 (keep nothing)", strength));
      }
    }
    if (strengths.stream().distinct().count() < strengths.size()) {
      throw Usage.wrong(spec, "--strength names one twice: " + strengths);
    }
  }

  private Prior prior(Prior prior, Picture picture) {
    return prior.on(picture.height(), picture.width(), batch());
  }

  private List<Picture> edit(
      Prior prior, List<Picture> some, double strength, int first, StepProgress progress) {
    try (TensorScope scope = TensorScope.open()) {
      Editing editing = new Editing(prior, strength, sampler.seed());
      return prior.pictures(editing.edit(prior.tensor(some), first, progress));
    }
  }
}
