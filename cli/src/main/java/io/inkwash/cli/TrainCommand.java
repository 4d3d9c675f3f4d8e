package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageSource;
import io.inkwash.data.open.DataOptions;
import io.inkwash.distributed.RankGroup;
import io.inkwash.model.Provenance;
import io.inkwash.model.TrainingRun;
import io.inkwash.model.transfer.StartingWeights;
import io.inkwash.recipe.Recipe;
import io.inkwash.request.NewRun;
import io.inkwash.request.Resumption;
import io.inkwash.request.RunGrid;
import io.inkwash.request.TrainingLength;
import io.inkwash.train.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "  inkwash train --recipe edm-small --data mnist --out runs/edm \\",
      "      --minutes 15 --conditional",
      "  inkwash train --from runs/mnist --data photos --size 28 --out runs/photos",
      "  inkwash train --recipe edm --data cifar10 --out runs/edm --seeds 0:1:2",
      "  inkwash train --resume runs/mnist --epochs 20",
      "  inkwash train --resume runs/mnist --set rate=1e-4 --steps 20000"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int MOST_LAYERS = 4;

  /** What is fixed when a run begins. */
  private static final List<String> OF_NEW_RUNS =
      List.of(
          "--out",
          "--recipe",
          "--codec",
          "--text-encoder",
          "--from",
          "--size",
          "--hold-out",
          "--labels",
          "--skip-bad",
          "--conditional",
          "--batch",
          "--seed",
          "--seeds",
          "--precision");

  @Spec CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "Folder of the new run; it must not hold one already.")
  @Nullable Path out;

  @Mixin NewRunOptions fresh;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a field of the recipe, such as batch=64. Repeatable.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of all randomness. Default: 0.")
  long seed;

  @Option(
      names = "--seeds",
      paramLabel = "S:S",
      split = ":",
      description =
          "Train one run for each of these seeds, RUN/seed-0 and so on; again, to go on where it was"
              + " stopped.")
  List<Long> seeds = List.of();

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with this run from its newest checkpoint.")
  @Nullable Path resume;

  @Mixin TrainingOptions training;

  @Mixin ComputeOptions compute;

  @Mixin RankOptions ranks;

  @Override
  public Integer call() throws Exception {
    training.check();
    compute.check();
    ranks.check();
    Path resumed = resume;
    if (resumed != null) {
      return ranks.run(compute, group -> resume(resumed, group));
    }
    if (fresh.data == null || out == null) {
      throw Usage.wrong(
          spec,
          (fresh.data == null ? "--data" : "--out")
              + " is missing; a new run needs --data and --out, an old one --resume");
    }
    if (!seeds.isEmpty()) {
      return seeds(out, fresh.data);
    }
    NewRun plan = fresh.plan(out, fresh.data, settings, seed);
    return ranks.run(compute, group -> begin(plan, group));
  }

  private Integer seeds(Path folder, String data) {
    for (String option : List.of("--seed", "--ranks")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw Usage.wrong(spec, "--seeds and " + option + " exclude each other; give one");
      }
    }
    RunGrid grid = Usage.meaning(spec, () -> new RunGrid(folder, List.of(), seeds));
    return new SeveralRuns(spec, fresh, training, compute).train(grid, data, settings);
  }

  private Integer begin(NewRun plan, RankGroup group) {
    if (group.launch().isFirst()) {
      RunDirectory.requireFree(plan.folder());
      Places.requireFolder(plan.folder());
    }
    ImageSource source = plan.images(DataOptions.defaults().withListener(err()::println));
    Recipe recipe = fresh.fitted(plan, source);
    ComputeOptions.Setup setup = compute.start();
    Provenance provenance = plan.provenance(source, setup.precision(), setup.device());
    RankOptions.agree(group, recipe, provenance);
    if (!group.launch().isFirst()) {
      return follow(recipe, source, provenance);
    }
    Optional<StartingWeights.Begun> begun =
        plan.from().map(other -> announced(other, plan.begin(recipe, source, provenance)));
    try (StopSignal stop = new StopSignal();
        TrainingRun run = new TrainingRun(recipe, source, provenance)) {
      RunDirectory directory =
          begun.orElseGet(() -> plan.begin(recipe, source, provenance)).run().directory();
      setup.announce(err());
      training.train(run, directory, source, stop);
      return 0;
    }
  }

  /** The part of a rank that writes nothing. */
  static Integer follow(Recipe recipe, ImageSource source, Provenance provenance) {
    try (StopSignal stop = new StopSignal();
        TrainingRun run = new TrainingRun(recipe, source, provenance)) {
      run.follow(stop);
      return 0;
    }
  }

  /** Prints which weights a run begins with. */
  private StartingWeights.Begun announced(Path other, StartingWeights.Begun begun) {
    List<String> drawn = begun.drawn();
    err()
        .println(
            "begins with the weights of "
                + other
                + (drawn.isEmpty() ? "" : "; drawn, since they do not fit: " + shown(drawn)));
    return begun;
  }

  private static String shown(List<String> layers) {
    String first = String.join(", ", layers.subList(0, Math.min(MOST_LAYERS, layers.size())));
    return layers.size() <= MOST_LAYERS
        ? first
        : first + format(", and %d more", layers.size() - MOST_LAYERS);
  }

  private Integer resume(Path old, RankGroup group) {
    for (String option : OF_NEW_RUNS) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw Usage.wrong(
            spec, option + " cannot change a run that exists; leave it out, or begin another run");
      }
    }
    Resumption before = Resumption.of(old);
    Resumption resumption = fresh.data == null ? before : before.on(fresh.data);
    ImageSource source = resumption.images(DataOptions.defaults().withListener(err()::println));
    compute.startAsBefore(before.before());
    Recipe recipe = resumption.recipe(source, settings);
    RankOptions.agree(group, recipe, before.before());
    if (!group.launch().isFirst()) {
      return follow(recipe, source, compute.own(before.before()));
    }
    try (StopSignal stop = new StopSignal();
        TrainingRun resumed = resumption.open(source, settings)) {
      TrainingLength left = resumption.left().orElse(TrainingLength.usual());
      training.train(resumed, resumption.run().directory(), source, stop, left);
      return 0;
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
