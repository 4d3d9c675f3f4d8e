package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.RunOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import io.inkwash.evaluate.report.Table;
import io.inkwash.generate.RoundTrip;
import io.inkwash.model.DenoisingModel;
import io.inkwash.model.Priors;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.restore.Prior;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the noise behind images and goes back. */
@Command(
    name = "invert",
    description = "Finds the noise behind images, goes back, and prints the error.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The error is the mean square of a pixel's, where black is -1 and white is 1.",
      "Example:",
      "  inkwash restore invert --run runs/mnist --data mnist --count 16 \\",
      "      --steps 10:50:100:1000 --out there-and-back"
    })
final class Invert implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin InputOptions input;

  @Option(
      names = "--steps",
      paramLabel = "N",
      split = ":",
      defaultValue = "50",
      description = "Steps in each direction; several, as 10:50:100, make a table. Default: 50.")
  List<Integer> steps;

  @Mixin GalleryOptions pictures;

  @Mixin ReportOptions report;

  @Mixin RunOptions run;

  @Mixin DdimOptions ddim;

  @Mixin ComputeOptions compute;

  /**
   * The error of one number of steps.
   *
   * @param steps in each direction
   * @param error the mean squared error of a pixel, where black is -1 and white is 1
   * @param worst that of the worst image
   * @param seconds to noise and back, in all
   */
  record Row(int steps, double error, double worst, double seconds) {
    static final List<String> HEAD = List.of("steps", "squared error", "worst image", "seconds");

    List<String> cells() {
      return List.of(
          Integer.toString(steps),
          format("%.3e", error),
          format("%.3e", worst),
          format("%.1f", seconds));
    }
  }

  @Override
  public Integer call() {
    check();
    PrintWriter err = spec.commandLine().getErr();
    DiffusionRecipe recipe = run.diffusion("invert");
    for (int count : steps) {
      RoundTrip.upAndDown(Priors.unread(recipe, ddim.sampling(recipe, count)), ddim.rounds);
    }
    ImageSpec data = recipe.data();
    Inputs inputs = input.read(new ImageShape(data.channels(), data.height(), data.width()), err);
    Prior unread = Priors.unread(recipe, ddim.sampling(recipe, steps.get(0)));
    inputs.pictures().forEach(picture -> prior(unread, picture));
    List<String> names = steps.stream().map(Invert::label).toList();
    Gallery gallery = new Gallery(pictures, inputs, names);
    Report.requirePlace(gallery.strip());
    gallery.show("input", inputs.pictures().subList(0, gallery.rows()));
    ComputeOptions.Setup setup = compute.start();
    try (DenoisingModel model = run.readDenoising(setup)) {
      Map<String, String> text = run.text(model);
      text.put("inkwash:task", "invert");
      text.put("inkwash:images", inputs.about());
      text.putAll(ddim.text());
      List<Row> rows = new ArrayList<>();
      for (int count : steps) {
        rows.add(measured(model, inputs, count, gallery, text));
      }
      Table table = new Table(Row.HEAD, rows.stream().map(Row::cells).toList());
      new Report(text, "errors", rows, table, gallery.writeStrip(text))
          .write(spec.commandLine().getOut(), report.json);
    }
    return 0;
  }

  private void check() {
    input.check(spec);
    pictures.check(spec);
    ddim.check(spec);
    compute.check();
    for (int count : steps) {
      Usage.requireAtLeast(spec, "--steps", count, 1);
    }
    if (steps.stream().distinct().count() < steps.size()) {
      throw Usage.wrong(spec, "--steps names one twice: " + steps);
    }
  }

  private static String label(int count) {
    return count == 1 ? "1 step" : count + " steps";
  }

  private Prior prior(Prior prior, Picture picture) {
    return prior.on(picture.height(), picture.width(), ddim.batch.size());
  }

  /** All images to noise and back in so many steps in each direction. */
  private Row measured(
      DenoisingModel model, Inputs inputs, int count, Gallery gallery, Map<String, String> text) {
    DiffusionRecipe.Sampling sampling = ddim.sampling(model.recipe(), count);
    Prior prior = model.prior(sampling);
    Map<String, String> own = new LinkedHashMap<>(text);
    own.put("inkwash:grid", sampling.grid().toString());
    own.put("inkwash:steps", Integer.toString(count));
    double[] errors = new double[inputs.count()];
    long started = System.nanoTime();
    gallery.fill(
        label(count),
        (first, images, progress) ->
            back(
                prior(prior, inputs.pictures().get(first)),
                inputs.pictures().subList(first, first + images),
                first,
                errors,
                progress),
        input.tile ? 1 : ddim.batch.size(),
        own,
        spec.commandLine().getErr());
    double seconds = (System.nanoTime() - started) / 1e9;
    double mean = Arrays.stream(errors).average().orElseThrow();
    return new Row(count, mean, Arrays.stream(errors).max().orElseThrow(), seconds);
  }

  private List<Picture> back(
      Prior prior, List<Picture> some, int first, double[] errors, StepProgress progress) {
    try (TensorScope scope = TensorScope.open()) {
      RoundTrip trip = RoundTrip.upAndDown(prior, ddim.rounds);
      Tensor images = prior.tensor(some);
      Tensor back = trip.back(images, progress);
      Tensor off =
          prior.pixels(back).sub(prior.pixels(images)).div_(new Scalar(prior.unit())).square_();
      double[] each = Tensors.toDoubles(off.flatten(1, -1).mean(1));
      System.arraycopy(each, 0, errors, first, each.length);
      return prior.pictures(back);
    }
  }
}
