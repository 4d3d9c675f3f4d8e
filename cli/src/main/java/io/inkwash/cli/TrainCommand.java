package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.RealImages;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.Reading;
import io.inkwash.evaluate.report.ShellWords;
import io.inkwash.model.DataLocation;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.StartingWeights;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.Recipe;
import io.inkwash.train.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a recipe on images, or goes on with a run. */
@Command(
    name = "train",
    description = "Trains a recipe on a set of images, or goes on with a run.",
    customSynopsis = {
      "inkwash train --data SET --out RUN [--recipe NAME] [OPTION]...",
      "       inkwash train --resume RUN [OPTION]..."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  inkwash train --recipe ddpm --data mnist --out runs/mnist --epochs 10",
      "  inkwash train --recipe edm-small --data mnist --out runs/edm --minutes 15 --conditional",
      "  inkwash train --from runs/mnist --data photos --size 28 --out runs/photos",
      "  inkwash train --resume runs/mnist --epochs 20",
      "  inkwash train --resume runs/mnist --set rate=1e-4 --steps 20000"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int MOST_LAYERS = 4;

  /** The file of a checkpoint that a training goes on with. */
  private static final String OPTIMIZER = "optimizer";

  /** What is fixed when a run begins. */
  private static final List<String> OF_NEW_RUNS =
      List.of(
          "--out",
          "--recipe",
          "--from",
          "--size",
          "--hold-out",
          "--labels",
          "--skip-bad",
          "--conditional",
          "--batch",
          "--seed",
          "--precision");

  @Spec CommandSpec spec;

  @Mixin NewRunOptions fresh;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with this run from its newest checkpoint.")
  @Nullable Path resume;

  @Mixin TrainingOptions training;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() throws Exception {
    training.check();
    compute.check();
    return resume == null ? begin() : resume(resume);
  }

  private Integer begin() {
    NewRunOptions.Plan plan = fresh.plan();
    RunDirectory.requireFree(plan.folder());
    Places.requireFolder(plan.folder());
    Reading reading = fresh.reading.reading();
    ImageSource source =
        RealImages.named(plan.data(), err()).read(reading).square(plan.side()).open(Split.TRAIN);
    Recipe recipe = fresh.fitted(plan.recipe(), source);
    ComputeOptions.Setup setup = compute.start();
    Provenance provenance =
        setup.provenance(DataLocation.of(plan.data(), plan.folder()), reading, source, fresh.seed);
    Optional<Run> begun = startFrom(plan.folder(), recipe, source, provenance);
    try (StopSignal stop = new StopSignal();
        TrainingRun run = new TrainingRun(recipe, source, provenance)) {
      RunDirectory directory =
          begun.orElseGet(() -> Run.begin(plan.folder(), recipe, provenance)).directory();
      setup.announce(err());
      training.train(run, directory, source, stop);
      return 0;
    }
  }

  /** The run with its first weights, where another run is to give them. */
  private Optional<Run> startFrom(
      Path folder, Recipe recipe, ImageSource source, Provenance provenance) {
    if (fresh.from == null) {
      return Optional.empty();
    }
    StartingWeights.Begun begun =
        StartingWeights.begin(Run.open(fresh.from), folder, recipe, source, provenance);
    List<String> drawn = begun.drawn();
    err()
        .println(
            "begins with the weights of "
                + fresh.from
                + (drawn.isEmpty() ? "" : "; drawn, since they do not fit: " + shown(drawn)));
    return Optional.of(begun.run());
  }

  private static String shown(List<String> layers) {
    String first = String.join(", ", layers.subList(0, Math.min(MOST_LAYERS, layers.size())));
    return layers.size() <= MOST_LAYERS
        ? first
        : first + format(", and %d more", layers.size() - MOST_LAYERS);
  }

  private Integer resume(Path old) {
    for (String option : OF_NEW_RUNS) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw Usage.wrong(
            spec, option + " cannot change a run that exists; leave it out, or begin another run");
      }
    }
    RunDirectory.open(old); // a shipped model has nothing to go on with
    Run run = Run.open(old);
    Provenance before = run.provenance();
    RunDirectory directory = run.directory();
    boolean trained = directory.newest().isPresent();
    if (before.withoutImages() || (trained && directory.newestWith(OPTIMIZER).isEmpty())) {
      throw new SpecException(
          old
              + " holds weights alone, so there is no training to go on with; begin another run with"
              + " train --from "
              + ShellWords.quoted(old));
    }
    DataLocation location = fresh.data == null ? before.data() : DataLocation.of(fresh.data, old);
    ImageSource source =
        RealImages.named(location.resolve(old), err())
            .read(before.reading())
            .in(run.recipe().data())
            .open(Split.TRAIN);
    compute.startAsBefore(before);
    try (StopSignal stop = new StopSignal();
        TrainingRun resumed = TrainingRun.resume(run, source, location, fresh.settings)) {
      training.train(resumed, run.directory(), source, stop);
      return 0;
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
