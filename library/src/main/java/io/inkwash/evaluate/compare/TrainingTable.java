package io.inkwash.evaluate.compare;

import static io.inkwash.format.Text.format;

import io.inkwash.evaluate.report.Table;
import io.inkwash.model.Provenance;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.train.MetricsLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far runs are trained, side by side. Losses stand in one column only where they are of one
 * kind: those of other objectives, weightings or processes are other quantities. Runs that differ
 * in their seed alone are one line, of their means and the standard deviation of their losses.
 *
 * @param runs a line each
 */
public record TrainingTable(List<Run> runs) {

  /**
   * One run.
   *
   * @param run the folder
   * @param recipe the recipe's name
   * @param settings what its recipe changes in the shipped one of that name
   * @param seed of all its randomness
   * @param dataHash SHA-256 of the images that it is trained on
   * @param step the last step
   * @param images seen in training
   * @param minutes that training took
   * @param loss the mean of the last {@value MetricsLog#RECENT} logged losses; null where none is
   *     logged
   * @param lossOf what the loss is: its objective and weighting on its process
   * @param evaluations of the network for an image by the recipe's solver
   * @param solver the recipe's
   */
  public record Run(
      String run,
      String recipe,
      Map<String, String> settings,
      long seed,
      String dataHash,
      long step,
      long images,
      double minutes,
      @Nullable Double loss,
      String lossOf,
      int evaluations,
      String solver) {}

  /** That of some folders of runs. */
  public static TrainingTable of(List<Path> folders) {
    return new TrainingTable(folders.stream().map(TrainingTable::read).toList());
  }

  private static Run read(Path folder) {
    io.inkwash.model.Run run = io.inkwash.model.Run.open(folder);
    Recipe recipe = run.recipe();
    Provenance provenance = run.provenance();
    List<MetricsLog.Line> log = MetricsLog.read(run.directory().metrics());
    MetricsLog.@Nullable Line last = log.isEmpty() ? null : log.get(log.size() - 1);
    return new Run(
        folder.toString(),
        recipe.name(),
        RunSettings.of(recipe),
        provenance.seed(),
        provenance.dataHash(),
        last == null ? 0 : last.step(),
        last == null ? 0 : last.images(),
        last == null ? 0 : last.seconds() / 60,
        last == null ? null : loss(log),
        lossOf(recipe),
        evaluations(recipe),
        recipe instanceof DiffusionRecipe diffusion
            ? diffusion.sampling().solver().toString()
            : "");
  }

  private static int evaluations(Recipe recipe) {
    if (!(recipe instanceof DiffusionRecipe diffusion)) {
      return 1;
    }
    DiffusionRecipe.Sampling sampling = diffusion.sampling();
    return Catalog.SOLVERS.make(sampling.solver()).evaluations(sampling.steps());
  }

  private static double loss(List<MetricsLog.Line> log) {
    return log.subList(Math.max(0, log.size() - MetricsLog.RECENT), log.size()).stream()
        .mapToDouble(MetricsLog.Line::loss)
        .average()
        .orElseThrow();
  }

  /** All that the loss's size depends on but the network. */
  private static String lossOf(Recipe any) {
    if (!(any instanceof DiffusionRecipe recipe)) {
      return any.name();
    }
    return format(
        "%s, weighting %s, times %s, target %s on %s",
        recipe.loss().objective(),
        recipe.loss().weighting(),
        recipe.loss().times(),
        recipe.model().target(),
        recipe.model().path());
  }

  /** As a table; the settings are those in which runs of one recipe differ. */
  public Table table() {
    List<RunSettings.Run> all = runs.stream().map(TrainingTable::settings).toList();
    boolean differ = all.stream().anyMatch(run -> !RunSettings.differing(run, all).isEmpty());
    Map<String, String> losses = losses();
    List<String> head = new ArrayList<>(List.of("recipe", "run"));
    if (differ) {
      head.add("settings");
    }
    head.addAll(List.of("step", "images", "minutes"));
    head.addAll(losses.values());
    head.addAll(List.of("evaluations", "solver"));
    List<List<String>> lines = new ArrayList<>();
    RunNames names = RunNames.of(runs.stream().map(Run::run).toList());
    for (SeedGroup<Run> group : groups()) {
      Run run = group.first();
      List<String> line = new ArrayList<>(List.of(run.recipe, group.folder(Run::run, names)));
      if (differ) {
        line.add(RunSettings.differing(settings(run), all));
      }
      line.add(format("%,d", run.step));
      line.add(format("%,d", run.images));
      line.add(format("%.1f", group.mean(Run::minutes)));
      losses.keySet().forEach(kind -> line.add(loss(group, kind)));
      line.add(format("%,d", run.evaluations));
      line.add(run.solver);
      lines.add(line);
    }
    return new Table(head, lines);
  }

  private static RunSettings.Run settings(Run run) {
    return new RunSettings.Run(run.recipe, run.settings);
  }

  private List<SeedGroup<Run>> groups() {
    return SeedGroup.of(
        runs,
        Run::seed,
        run -> List.of(run.recipe, run.settings, run.dataHash, run.step, run.loss == null));
  }

  private static String loss(SeedGroup<Run> group, String kind) {
    Run run = group.first();
    if (run.loss == null || !run.lossOf.equals(kind)) {
      return "";
    }
    return group.isOne()
        ? format("%.4f", run.loss)
        : group.words(each -> each.loss == null ? Double.NaN : each.loss);
  }

  /**
   * The heading of each kind of loss: {@code loss}, or the loss of the first recipe that has it.
   */
  private Map<String, String> losses() {
    Map<String, String> headings = new LinkedHashMap<>();
    RunNames names = RunNames.of(runs.stream().map(Run::run).toList());
    boolean one = runs.stream().map(Run::lossOf).distinct().count() == 1;
    for (Run run : runs) {
      String heading = one ? "loss" : "loss of " + run.recipe;
      boolean taken = headings.containsValue(heading) && !headings.containsKey(run.lossOf);
      headings.putIfAbsent(run.lossOf, taken ? heading + " in " + names.of(run.run) : heading);
    }
    return headings;
  }
}
