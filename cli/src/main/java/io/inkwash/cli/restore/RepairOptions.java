package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.RunOptions;
import io.inkwash.cli.options.SamplerOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.recipe.Catalog;
import io.inkwash.restore.NoiseEstimate;
import io.inkwash.restore.Restorer;
import io.inkwash.restore.Task;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of every command that undoes damage to images. */
final class RepairOptions {

  @Mixin InputOptions input;

  @Option(
      names = "--simulate",
      description =
          "The images are clean: damage them first, restore them, and print how near that comes."
              + " --data does the same.")
  boolean simulate;

  @Option(
      names = "--noise",
      paramLabel = "SIGMA",
      description =
          "Standard deviation of the noise in what was measured, where black is -1 and white is 1."
              + " Default: 0; denoise judges it by the image.")
  @Nullable Double noise;

  @Option(
      names = "--method",
      paramLabel = "NAMES",
      split = ",(?![^()]*\\))",
      splitSynopsisLabel = ",",
      description =
          "How to restore, or several ways to compare, such as ddnm,dps(zeta=1); inkwash explain"
              + " --list names them. Default: posterior-mean to denoise, else ddrm.")
  List<String> methods = List.of();

  @Mixin GalleryOptions gallery;

  @Mixin ReportOptions report;

  /** Says how strong noise is where the caller does not; denoise lets him choose. */
  NoiseEstimate judge = NoiseEstimate.DONOHO;

  @Mixin RunOptions run;

  @Mixin SamplerOptions sampler;

  /** Refuses what cannot be, before anything is read. */
  void check(CommandSpec spec, Task task) {
    input.check(spec);
    gallery.check(spec);
    sampler.check(spec);
    boolean denoise = task == Task.DENOISE;
    if (noise != null && !(noise >= 0 && Double.isFinite(noise) && !(denoise && noise == 0))) {
      throw Usage.wrong(
          spec, format("--noise is %s; allowed: %s", noise, denoise ? "above 0" : "0 or more"));
    }
    if (denoise && noise == null && simulated()) {
      throw Usage.wrong(spec, "--noise is missing: how much is to be added to clean images?");
    }
    checkMethods(spec, task);
  }

  private void checkMethods(CommandSpec spec, Task task) {
    List<Spec> chosen = Usage.meaning(spec, () -> methods(task));
    if (new HashSet<>(chosen).size() < chosen.size()) {
      throw Usage.wrong(spec, "--method names one twice: " + chosen);
    }
    List<Restorer.Steps> steps =
        chosen.stream()
            .map(one -> Usage.meaning(spec, () -> Catalog.RESTORERS.make(one)).steps())
            .toList();
    if (sampler.namesSolver() && steps.stream().noneMatch(Restorer.Steps::bySolver)) {
      throw Usage.wrong(spec, format("--solver is of no use to %s; leave it out", chosen));
    }
  }

  /** Whether the images are the truth. */
  boolean simulated() {
    return simulate || input.data != null;
  }

  /** The methods, as the caller named them. */
  List<Spec> methods(Task task) {
    if (methods.isEmpty()) {
      return List.of(Spec.parse(task == Task.DENOISE ? "posterior-mean" : "ddrm"));
    }
    return methods.stream().map(Spec::parse).toList();
  }
}
