package io.inkwash.cli.options;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.FeatureChoice;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.evaluate.StoredFeatures;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.RealImages;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of every command that compares samples with real images. */
public final class ReferenceOptions {

  /** Between names, but not between the arguments of one. */
  public static final String COMMAS = ",(?![^(]*\\))";

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "SET",
      description = "Real images. Default: those that the run was trained on.")
  @Nullable String data;

  @Option(
      names = "--features",
      paramLabel = "F",
      description =
          "What images are compared by. Default: digits-lenet or fashion-lenet where it fits the"
              + " images, else pixels.")
  @Nullable String features;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Images to draw and measure. Default: 5000.")
  int count;

  /** Refuses what cannot be, before anything is read. */
  public void check() {
    Usage.requireAtLeast(spec, "--count", count, 2);
    Usage.requireMeaning(spec, features, Catalog.FEATURES);
  }

  /** The words that name a run's real images. */
  private String dataOf(Path run) {
    return data == null ? Run.open(run).provenance().data().resolve(run) : data;
  }

  private static Provenance provenance(Path run) {
    return Run.open(run).provenance();
  }

  /** The real images of some runs that are alike, in the form that their models draw. */
  public ReferenceSet.Images images(List<Path> runs) {
    Path first = runs.get(0);
    ImageSpec form = recipe(first).data();
    PrintWriter err = spec.commandLine().getErr();
    RealImages real =
        data == null
            ? RealImages.ofRun(first, provenance(first), form, err::println)
            : RealImages.named(data, err::println).in(form);
    ImageSource known = real.open(Split.TRAIN);
    List<String> trainedOn = runs.stream().map(run -> provenance(run).dataHash()).toList();
    return real.unseen()
        .map(test -> ReferenceSet.Images.of(known, test, trainedOn))
        .orElseGet(() -> new ReferenceSet.Images(known, Optional.empty()));
  }

  /**
   * Refuses runs that one reference set does not fit.
   *
   * @throws SpecException if two were trained on different sets and none is named, or draw images
   *     of different form
   */
  public void requireAlike(List<Path> runs) {
    Path first = runs.get(0);
    for (Path other : runs.subList(1, runs.size())) {
      requireEqual(
          first, dataOf(first), other, dataOf(other), "compare runs of one set, or name --data");
      requireEqual(first, form(first), other, form(other), "compare runs of one form");
    }
  }

  private static void requireEqual(
      Path first, String its, Path other, String theirs, String remedy) {
    if (!its.equals(theirs)) {
      throw new SpecException(
          format("%s is of %s, %s of %s; %s", first, its, other, theirs, remedy));
    }
  }

  private static String form(Path run) {
    ImageSpec form = recipe(run).data();
    return new ImageShape(form.channels(), form.height(), form.width()).toString();
  }

  private static Recipe recipe(Path run) {
    return Run.open(run).recipe();
  }

  /** The features named, or those that fit a run's images; libtorch must have been set up. */
  public FeatureChoice features(Path run, ReferenceSet.Images images) {
    return features == null
        ? FeatureChoice.by(dataOf(run), images.known())
        : FeatureChoice.named(Spec.parse(features));
  }

  /** Images to draw and measure. */
  public int count() {
    return count;
  }

  /**
   * The reference set of some images; libtorch must have been set up.
   *
   * @param unseen how many images a likelihood is measured of
   */
  public ReferenceSet open(
      FeatureChoice choice,
      ReferenceSet.Images images,
      int unseen,
      long seed,
      Evaluation.Listener listener) {
    return new ReferenceSet(
        images,
        new ReferenceSet.Extent(count, unseen, seed),
        Catalog.FEATURES.make(choice.features()).open(images.known().shape()),
        new StoredFeatures(
            DataOptions.defaults().cacheFolder().resolve("features"),
            spec.commandLine().getErr()::println),
        listener);
  }
}
