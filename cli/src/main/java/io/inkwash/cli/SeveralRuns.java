package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.data.ImageSource;
import io.inkwash.data.open.DataOptions;
import io.inkwash.evaluate.compare.TrainingTable;
import io.inkwash.evaluate.report.ShellWords;
import io.inkwash.file.FileException;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.Recipe;
import io.inkwash.request.NewRun;
import io.inkwash.request.Resumption;
import io.inkwash.request.RunGrid;
import io.inkwash.train.Budget;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.DivergedException;
import io.inkwash.train.Trainer;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Trains the runs of a grid one after the other, and goes on where that was stopped. A run that
 * diverges does not keep the others from being trained.
 */
final class SeveralRuns {
  private final CommandSpec spec;
  private final NewRunOptions fresh;
  private final TrainingOptions training;
  private final ComputeOptions compute;

  SeveralRuns(
      CommandSpec spec, NewRunOptions fresh, TrainingOptions training, ComputeOptions compute) {
    this.spec = spec;
    this.fresh = fresh;
    this.training = training;
    this.compute = compute;
  }

  /** A run, with its recipe for the images. */
  private record Planned(NewRun plan, Recipe recipe, boolean begun) {
    Path folder() {
      return plan.folder();
    }
  }

  /**
   * Trains them all.
   *
   * @param data words that name the images
   * @param fixed settings that all of them share
   * @return the exit code: 1 if a run diverged
   */
  int train(RunGrid grid, String data, Map<String, String> fixed) {
    List<NewRun> plans = grid.members().stream().map(member -> plan(member, data, fixed)).toList();
    Places.requireFolder(grid.folder());
    if (Files.exists(grid.folder().resolve("recipe.json"))) {
      throw new FileException(grid.folder(), "is a run itself; choose a folder for several");
    }
    ImageSource source =
        plans
            .get(0)
            .source(DataOptions.defaults().withListener(spec.commandLine().getErr()::println));
    List<Planned> runs = plans.stream().map(plan -> planned(plan, source)).toList();
    ComputeOptions.Setup setup = compute.start();
    setup.announce(err());
    List<Path> diverged = new ArrayList<>();
    try (StopSignal stop = new StopSignal()) {
      for (int i = 0; i < runs.size() && !stop.getAsBoolean(); i++) {
        err().println(format("run %d of %d: %s", i + 1, runs.size(), runs.get(i).folder()));
        try {
          train(runs.get(i), source, setup, stop);
        } catch (DivergedException e) {
          err().println(e.getMessage());
          diverged.add(runs.get(i).folder());
        }
      }
      report(grid, runs, stop);
    }
    diverged.forEach(run -> err().println("diverged: " + run));
    return diverged.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private NewRun plan(RunGrid.Member member, String data, Map<String, String> fixed) {
    Map<String, String> settings = new LinkedHashMap<>(fixed);
    settings.putAll(member.settings());
    return fresh.plan(member.folder(), data, settings, member.seed());
  }

  private Planned planned(NewRun plan, ImageSource source) {
    Recipe recipe = fresh.fitted(plan, source);
    return new Planned(plan, recipe, plan.hasBegun(recipe, source));
  }

  private void train(Planned run, ImageSource source, ComputeOptions.Setup setup, StopSignal stop) {
    Optional<Budget> budget = left(run, source);
    if (budget.isEmpty()) {
      err().println("has come that far already");
      return;
    }
    try (TrainingRun open = open(run, source, setup)) {
      Trainer.Outcome outcome =
          training.train(open, Run.open(run.folder()).directory(), source, stop, budget.get());
      err().println(TrainingOptions.line(outcome));
    }
  }

  private Optional<Budget> left(Planned run, ImageSource source) {
    Checkpoint.State done =
        run.begun
            ? Run.open(run.folder())
                .directory()
                .newest()
                .map(Checkpoint::readState)
                .orElse(Checkpoint.State.none())
            : Checkpoint.State.none();
    return training
        .length
        .length()
        .left(done, source.count(), run.recipe.training().imagesPerStep());
  }

  private TrainingRun open(Planned run, ImageSource source, ComputeOptions.Setup setup) {
    return run.begun
        ? Resumption.of(run.folder()).open(source, Map.of())
        : begin(run, source, setup);
  }

  private static TrainingRun begin(Planned run, ImageSource source, ComputeOptions.Setup setup) {
    Provenance provenance = run.plan.provenance(source, setup.precision(), setup.device());
    TrainingRun open = new TrainingRun(run.recipe, source, provenance);
    run.plan.begin(run.recipe, source, provenance);
    return open;
  }

  private void report(RunGrid grid, List<Planned> runs, StopSignal stop) {
    if (stop.getAsBoolean()) {
      err().println("stopped; the same command goes on from here");
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(TrainingTable.of(runs.stream().map(Planned::folder).toList()).table().text());
    out.flush();
    err()
        .println(
            "measure them with: inkwash compare "
                + ShellWords.quoted(grid.folder())
                + " --metrics fid");
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
