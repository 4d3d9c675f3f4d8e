package io.inkwash.cli.measure;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.DataListener;
import io.inkwash.data.DataOptions;
import io.inkwash.data.DataSets;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.evaluate.StoredFeatures;
import io.inkwash.file.Json;
import io.inkwash.model.Provenance;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Recipe;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of every command that holds samples against real images. */
final class ReferenceOptions {

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
      defaultValue = "digits-lenet",
      description = "What images are compared by. Default: digits-lenet.")
  String features;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Images to draw and measure. Default: 5000.")
  int count;

  @Option(
      names = "--nll-count",
      paramLabel = "N",
      defaultValue = "64",
      description = "Unseen images to give bits. Default: 64.")
  int likelihoodCount;

  /** Refuses what cannot be, before anything is read. */
  void check() {
    Usage.requireAtLeast(spec, "--count", count, 2);
    Usage.requireAtLeast(spec, "--nll-count", likelihoodCount, 1);
    Usage.meaning(spec, () -> Catalog.FEATURES.make(Spec.parse(features)));
  }

  /** The words that name a run's real images. */
  String dataOf(Path run) {
    return data == null
        ? Json.read(RunDirectory.open(run).provenance(), Provenance.class).data()
        : data;
  }

  /** Both halves of a run's real images, in the form that its model draws. */
  ReferenceSet.Images images(Path run) {
    ImageSpec form = recipe(run).data();
    String set = dataOf(run);
    return new ReferenceSet.Images(open(set, Split.TRAIN, form), open(set, Split.TEST, form));
  }

  /**
   * Refuses runs that no yardstick fits alike.
   *
   * @throws SpecException if two were trained on different sets and none is named, or draw images
   *     of different form
   */
  void requireAlike(List<Path> runs) {
    Path first = runs.get(0);
    for (Path other : runs.subList(1, runs.size())) {
      requireEqual(
          first, dataOf(first), other, dataOf(other), "compare runs of one set, or name --data");
      requireEqual(first, form(first), other, form(other), "compare runs of one form");
    }
  }

  private static void requireEqual(Path first, String its, Path other, String theirs, String mend) {
    if (!its.equals(theirs)) {
      throw new SpecException(
          "%s is of %s, %s of %s; %s".formatted(first, its, other, theirs, mend));
    }
  }

  private static String form(Path run) {
    ImageSpec form = recipe(run).data();
    return new ImageShape(form.channels(), form.height(), form.width()).toString();
  }

  private static Recipe recipe(Path run) {
    return Json.read(RunDirectory.open(run).recipe(), Recipe.class);
  }

  private ImageSource open(String set, Split split, ImageSpec form) {
    DataListener listener = message -> spec.commandLine().getErr().println(message);
    return DataSets.open(
        set,
        split,
        DataOptions.defaults()
            .withSize(form.height())
            .withChannels(form.channels())
            .withListener(listener));
  }

  /** The yardstick of such images; libtorch must have been set up. */
  ReferenceSet open(ReferenceSet.Images images, long seed, Evaluation.Listener listener) {
    Spec lens = Catalog.FEATURES.complete(Spec.parse(features));
    return new ReferenceSet(
        images,
        new ReferenceSet.Extent(count, likelihoodCount, seed),
        Catalog.FEATURES.make(lens).open(images.known().shape()),
        new StoredFeatures(DataOptions.defaults().cacheFolder().resolve("features")),
        listener);
  }
}
