package io.inkwash.cli.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.data.ImageSpec;
import io.inkwash.evaluate.report.Table;
import io.inkwash.model.DenoisingModel;
import io.inkwash.model.Priors;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.restore.DegradationTask;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.Restored;
import io.inkwash.restore.Task;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import picocli.CommandLine.Model.CommandSpec;

/** The work of every command that undoes damage: by each method, all images, batch by batch. */
final class Repair {
  private final RepairOptions options;
  private final PrintWriter err;
  private final Cases cases;
  private final List<Spec> methods;
  private final Prior prior;

  private Repair(
      RepairOptions options, Cases cases, List<Spec> methods, Prior prior, PrintWriter err) {
    this.options = options;
    this.cases = cases;
    this.methods = methods;
    this.prior = prior;
    this.err = err;
  }

  /**
   * Restores, and returns the exit code.
   *
   * @param degradation what happened to the images
   */
  static int run(
      CommandSpec spec,
      RepairOptions options,
      ComputeOptions compute,
      Task task,
      Spec degradation) {
    options.check(spec, task);
    compute.check();
    DiffusionRecipe recipe = options.run.diffusion("restore");
    DiffusionRecipe.Sampling sampling = options.sampler.requested(recipe);
    Prior unread = Priors.unread(recipe, sampling);
    List<Spec> methods = options.methods(task);
    PrintWriter err = spec.commandLine().getErr();
    ComputeOptions.Setup setup = compute.start(err);
    try (TensorScope scope = TensorScope.open()) {
      DegradationTask damage = Catalog.DEGRADATIONS.make(degradation);
      Cases cases = new Cases(options, damage, unread, err);
      for (int k = 0; k < (cases.singly() ? cases.inputs().count() : 1); k++) {
        methods.forEach(cases.of(unread, k)::check);
      }
      Gallery gallery = new Gallery(options.gallery, cases.inputs(), names(methods));
      try (DenoisingModel model = options.run.readDenoising(setup)) {
        Map<String, String> text = options.run.text(model);
        text.put("inkwash:task", task.word());
        text.put("inkwash:degradation", Catalog.DEGRADATIONS.complete(degradation).toString());
        text.put("inkwash:noise", cases.noise());
        text.put("inkwash:images", cases.inputs().about());
        text.putAll(options.sampler.text(recipe));
        Prior prior = model.prior(sampling);
        new Repair(options, cases, methods, prior, err)
            .restore(gallery, text)
            .write(spec.commandLine().getOut(), options.report.json);
      }
    }
    return 0;
  }

  /** What methods are called in pictures and as folders: with arguments only to tell them apart. */
  private static List<String> names(List<Spec> methods) {
    List<String> plain = methods.stream().map(Spec::name).toList();
    return plain.stream().distinct().count() == plain.size()
        ? plain
        : methods.stream().map(method -> method.toString().replace(", ", ",")).toList();
  }

  private Report restore(Gallery gallery, Map<String, String> text) {
    hangInputs(gallery);
    List<String> names = names(methods);
    List<Score.Row> rows = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      Spec method = methods.get(i);
      Score score = new Score(method.toString());
      Map<String, String> own = new LinkedHashMap<>(text);
      own.put("inkwash:method", Catalog.RESTORERS.complete(method).toString());
      gallery.fill(
          names.get(i),
          (first, images, progress) -> treat(method, first, images, score, progress),
          cases.singly() ? 1 : options.sampler.batch(),
          own,
          err);
      rows.add(score.row());
    }
    Table table = new Table(Score.Row.HEAD, rows.stream().map(Score.Row::cells).toList());
    return new Report(text, "methods", rows, table, gallery.writeStrip(text));
  }

  private List<Picture> treat(
      Spec method, int first, int images, Score score, StepProgress progress) {
    Restoration restoration = cases.of(prior, first);
    try (TensorScope scope = TensorScope.open()) {
      Tensor y = cases.measured(prior, first, images);
      long started = System.nanoTime();
      Restored restored = restoration.restore(method, y, first, progress);
      double seconds = (System.nanoTime() - started) / 1e9;
      Tensor truth = options.simulated() ? cases.given(prior, first, images) : null;
      score.add(restoration, restored, y, truth, seconds);
      return prior.pictures(restored.images());
    }
  }

  /** The truth, if it is known, and what was measured. */
  private void hangInputs(Gallery gallery) {
    if (options.simulated()) {
      gallery.show("truth", cases.inputs().pictures().subList(0, gallery.rows()));
    }
    List<Picture> measured = new ArrayList<>();
    for (int k = 0; k < gallery.rows(); k++) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor y = cases.measured(prior, k, 1);
        measured.add(prior.pictures(shown(cases.of(prior, k), y)).get(0));
      }
    }
    gallery.show(options.simulated() ? "measured" : "input", measured);
  }

  /** What was measured as a picture: missing pixels are gray, between black and white. */
  private static Tensor shown(Restoration restoration, Tensor y) {
    if (restoration.task() != Task.INPAINT) {
      return y;
    }
    ImageSpec data = restoration.prior().data();
    double middle = (data.range().low() + data.range().high()) / 2;
    Tensor known = restoration.operator().apply(y.new_ones(Tensors.shape(y)));
    return y.mul(known).add_(known.neg().add_(new Scalar(1.0)), new Scalar(middle));
  }
}
