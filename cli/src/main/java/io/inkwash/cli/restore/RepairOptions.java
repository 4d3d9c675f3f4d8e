package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.GuidingOptions;
import io.inkwash.cli.options.RunOrModel;
import io.inkwash.cli.options.SamplerOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.RestorationWords;
import io.inkwash.restore.NoiseEstimate;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.Restorer;
import io.inkwash.restore.degradation.Degradation;
import io.inkwash.restore.degradation.Degradations;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of every command that undoes a degradation. */
final class RepairOptions {

  @Mixin InputOptions input;

  @Option(
      names = "--simulate",
      description =
          "The images are clean: degrade them first, restore them, and print how near that comes."
              + " --data does the same.")
  boolean simulate;

  @Option(
      names = "--noise",
      paramLabel = "SIGMA",
      description =
          "Standard deviation of the noise in what was measured, where black is -1 and white is 1."
              + " Default: 0; to denoise, an estimate from the image.")
  @Nullable Double noise;

  @Option(
      names = "--method",
      paramLabel = "NAMES",
      split = ",(?![^()]*\\))",
      splitSynopsisLabel = ",",
      description =
          "How to restore, or several methods to compare, such as ddnm,dps(zeta=1); inkwash explain"
              + " --list names them. Default: posterior-mean to denoise, else ddrm, or pigdm where"
              + " ddrm cannot.")
  List<String> methods = List.of();

  @Mixin GalleryOptions gallery;

  @Mixin ReportOptions report;

  /** Estimates noise that is not given; denoise has an option for it. */
  NoiseEstimate noiseEstimate = NoiseEstimate.DONOHO;

  @Mixin RunOrModel run;

  @Mixin SamplerOptions sampler;

  @Mixin GuidingOptions guiding;

  /** Refuses what cannot be, before anything is read. */
  void check(CommandSpec spec, Degradation degradation) {
    input.check(spec);
    gallery.check(spec);
    run.check();
    sampler.check(spec);
    guiding.check(spec);
    boolean denoise = degradation.lossless();
    if (noise != null && !(noise >= 0 && Double.isFinite(noise) && !(denoise && noise == 0))) {
      throw Usage.wrong(
          spec, format("--noise is %s; allowed: %s", noise, denoise ? "above 0" : "0 or more"));
    }
    if (denoise && noise == null && simulated()) {
      throw Usage.wrong(spec, "--noise is missing: how much is to be added to clean images?");
    }
    List<Spec> chosen = Usage.meaning(spec, () -> methods.stream().map(Spec::parse).toList());
    if (new HashSet<>(chosen).size() < chosen.size()) {
      throw Usage.wrong(spec, "--method names one twice: " + chosen);
    }
    if (!chosen.isEmpty()) {
      requireUseOfSolver(spec, chosen);
    }
  }

  private void requireUseOfSolver(CommandSpec spec, List<Spec> chosen) {
    List<Restorer.Steps> steps =
        chosen.stream()
            .map(one -> Usage.meaning(spec, () -> Catalog.RESTORERS.make(one)).steps())
            .toList();
    if (sampler.namesSolver() && steps.stream().noneMatch(Restorer.Steps::bySolver)) {
      throw Usage.wrong(spec, format("--solver is of no use to %s; leave it out", chosen));
    }
  }

  /** What happened to the images, in words. */
  RestorationWords words(Spec degradation) {
    return new RestorationWords(
        degradation,
        Optional.empty(),
        noise == null ? OptionalDouble.empty() : OptionalDouble.of(noise),
        noiseEstimate);
  }

  /** Images at a time. */
  int batch() {
    return run.unlessStored("--batch", sampler.batch());
  }

  /** Whether the images are the truth. */
  boolean simulated() {
    return simulate || input.data != null;
  }

  /** The methods, as the caller named them, or the usual one. */
  List<Spec> methods(CommandSpec spec, Restoration restoration) {
    if (methods.isEmpty()) {
      List<Spec> usual = List.of(restoration.usualMethod());
      requireUseOfSolver(spec, usual);
      return usual;
    }
    return methods.stream().map(Spec::parse).toList();
  }

  /**
   * The degradation that --kernel names.
   *
   * @throws ParameterException if it is not one that the command undoes
   */
  static Spec kernel(CommandSpec spec, String words) {
    Spec named = Usage.meaning(spec, () -> Spec.parse(words));
    List<String> allowed = Degradations.of(spec.name());
    if (!allowed.contains(named.name())) {
      throw Usage.wrong(
          spec,
          format(
              "--kernel is %s, which %s does not undo; allowed: %s",
              named, spec.name(), String.join(", ", allowed)));
    }
    return named;
  }
}
