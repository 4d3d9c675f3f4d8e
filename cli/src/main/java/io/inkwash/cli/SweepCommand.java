package io.inkwash.cli;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.request.RunGrid;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a run for each combination of settings. */
@Command(
    name = "sweep",
    description = "Trains a run for each combination of settings, one after the other.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The same command goes on where it was stopped. At the end there is one table.",
      "Examples:",
      "  inkwash sweep --data mnist --out runs/rates --epochs 5 \\",
      "      --set rate=1e-4:3e-4:1e-3",
      "  inkwash sweep --recipe edm-small --data mnist --out runs/grid \\",
      "      --set batch=64:128 --set ema=0.99:0.999 --seeds 0:1:2 --steps 5000",
      "  inkwash compare runs/grid --metrics fid --rows grid.jsonl"
    })
final class SweepCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Folder of the runs, each in one that its settings name.")
  Path out;

  @Mixin NewRunOptions fresh;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUES",
      description =
          "A field of the recipe and its values, such as batch=32:64. A value that has colons itself"
              + " stands in parentheses. Repeatable.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--seeds",
      paramLabel = "S:S",
      split = ":",
      defaultValue = "0",
      description = "Seeds; a run of each combination for each of them. Default: 0.")
  List<Long> seeds;

  @Mixin TrainingOptions training;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    training.check();
    compute.check();
    @Nullable String data = fresh.data;
    if (data == null) {
      throw Usage.wrong(spec, "--data is missing; name the images to train on");
    }
    RunGrid grid = Usage.meaning(spec, this::grid);
    Map<String, String> fixed = new LinkedHashMap<>(settings);
    grid.axes().forEach(axis -> fixed.remove(axis.key()));
    return new SeveralRuns(spec, fresh, training, compute).train(grid, data, fixed);
  }

  /** Settings of several values are axes; those of one are the same in all runs. */
  private RunGrid grid() {
    List<RunGrid.Axis> axes =
        settings.entrySet().stream()
            .map(setting -> RunGrid.Axis.parse(setting.getKey(), setting.getValue()))
            .filter(axis -> axis.values().size() > 1)
            .toList();
    return new RunGrid(out, axes, seeds);
  }
}
