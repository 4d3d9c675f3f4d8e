package io.inkwash.cli;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.distributed.RankGroup;
import io.inkwash.model.DataLocation;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.ShippedModels;
import io.inkwash.model.TrainingRun;
import io.inkwash.model.transfer.Distillations;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.request.RealImages;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a student of few evaluations of a trained diffusion model. */
@Command(
    name = "distill",
    description = "Makes a student that draws in one or two evaluations of a trained model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The student begins with its teacher's averaged weights and is a run as any other: go on with",
      "inkwash train --resume, draw with inkwash sample --steps 1 or --steps 2.",
      "Examples:",
      "  inkwash distill --teacher runs/edm --out runs/student --minutes 30",
      "  inkwash distill --teacher mnist --recipe progressive --out runs/student \\",
      "      --minutes 30",
      "  inkwash distill --teacher runs/edm --student runs/student --out runs/better \\",
      "      --recipe distribution-matching --minutes 30",
      "  inkwash distill --teacher mnist --recipe 'ect(q=4)' --out runs/student \\",
      "      --steps 2000"
    })
final class DistillCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--teacher",
      paramLabel = "RUN",
      required = true,
      description = "The teacher's folder, or the name of a model that comes with the tool: mnist.")
  Path teacher;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "ect",
      description =
          "How: ect (consistency tuning), progressive (halving of steps) or distribution-matching"
              + " (two models of noisy images), with arguments as in ect(q=4). Default: ect.")
  String recipe;

  @Option(
      names = "--student",
      paramLabel = "RUN",
      description =
          "Begin with the weights of another student of the same network. Default: the teacher's.")
  @Nullable Path first;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      required = true,
      description = "Folder of the new run; it must not hold one already.")
  Path out;

  @Option(
      names = "--data",
      paramLabel = "SET",
      description = "Images to train on. Default: those that the teacher was trained on.")
  @Nullable String data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a field of the student's recipe, such as batch=128. Repeatable.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of all randomness. Default: 0.")
  long seed;

  @Mixin TrainingOptions training;

  @Mixin ComputeOptions compute;

  @Mixin RankOptions ranks;

  @Override
  public Integer call() throws Exception {
    training.check();
    compute.check();
    ranks.check();
    Usage.requireMeaning(spec, recipe, Distillations.KINDS);
    return ranks.run(compute, this::distill);
  }

  private Integer distill(RankGroup group) {
    if (group.launch().isFirst()) {
      RunDirectory.requireFree(out);
      Places.requireFolder(out);
    }
    Run from = Run.open(teacher);
    DiffusionRecipe student =
        Distillations.recipe(from, io.inkwash.catalog.Spec.parse(recipe), settings);
    Provenance before = from.provenance();
    Path folder = ShippedModels.folder(teacher);
    String word = data == null ? before.data().resolve(folder) : data;
    ImageSource source =
        RealImages.named(word, spec.commandLine().getErr()::println)
            .read(before.reading())
            .in(student.data())
            .open(Split.TRAIN);
    ComputeOptions.Setup setup = compute.start();
    Provenance provenance =
        setup.provenance(DataLocation.of(word, out), before.reading(), source, seed);
    RankOptions.agree(group, student, provenance);
    if (!group.launch().isFirst()) {
      return TrainCommand.follow(student, source, provenance);
    }
    RunDirectory directory =
        Distillations.begin(
                from, first == null ? from : Run.open(first), out, student, source, provenance)
            .directory();
    try (StopSignal stop = new StopSignal();
        TrainingRun run = new TrainingRun(student, source, provenance)) {
      setup.announce(spec.commandLine().getErr());
      training.train(run, directory, source, stop);
    }
    return 0;
  }
}
