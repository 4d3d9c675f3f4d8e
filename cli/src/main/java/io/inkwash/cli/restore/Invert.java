package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.PriorSource;
import io.inkwash.cli.options.RunOrModel;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import io.inkwash.evaluate.report.Table;
import io.inkwash.generate.RoundTrip;
import io.inkwash.picture.Picture;
import io.inkwash.restore.Prior;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  @Mixin RunOrModel run;

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
    for (int count : steps) {
      RoundTrip.upAndDown(source(count).unread(), ddim.rounds);
    }
    Prior unread = source(steps.get(0)).unread();
    ImageSpec data = unread.pictures();
    Inputs inputs = input.read(new ImageShape(data.channels(), data.height(), data.width()), err);
    inputs.pictures().forEach(picture -> prior(unread, picture));
    List<String> names = steps.stream().map(Invert::label).toList();
    Gallery gallery = new Gallery(pictures, inputs, names);
    Report.requirePlace(gallery.strip());
    gallery.show("input", inputs.pictures().subList(0, gallery.rows()));
    ComputeOptions.Setup setup = compute.start();
    try (ComputeDevice.Use use = setup.device().enter();
        PriorSource.Opened model = source(steps.get(0)).open(setup)) {
      Map<String, String> text = model.text();
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

  private int batch() {
    return run.unlessStored("--batch", ddim.batch.size());
  }

  private void check() {
    input.check(spec);
    pictures.check(spec);
    run.check();
    ddim.check(spec);
    compute.check();
    for (int count : steps) {
      Usage.requireAtLeast(spec, "--steps", count, 1);
    }
    if (steps.stream().distinct().count() < steps.size()) {
      throw Usage.wrong(spec, "--steps names one twice: " + steps);
    }
  }

  private PriorSource source(int count) {
    return run.source("invert", ddim.words(Optional.of(count)));
  }

  private static String label(int count) {
    return count == 1 ? "1 step" : count + " steps";
  }

  private Prior prior(Prior prior, Picture picture) {
    return prior.on(picture.height(), picture.width(), batch());
  }

  /** All images to noise and back in so many steps in each direction. */
  private Row measured(
      PriorSource.Opened model,
      Inputs inputs,
      int count,
      Gallery gallery,
      Map<String, String> text) {
    Prior prior = model.prior(ddim.words(Optional.of(count)));
    Map<String, String> own = new LinkedHashMap<>(text);
    own.putAll(ddim.times(source(count)));
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
        input.tile ? 1 : batch(),
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
