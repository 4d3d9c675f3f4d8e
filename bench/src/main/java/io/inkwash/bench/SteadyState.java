package io.inkwash.bench;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.file.AtomicFiles;
import io.inkwash.model.DataLocation;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;

/**
 * Trains for a few thousand steps as {@code inkwash train} does (data, objective, optimizer, moving
 * average, log) and tests whether anything creeps: the time of a step, the memory of the process,
 * the native objects that Java holds.
 *
 * <p>The run is cut into ten windows. The first warms up; the second is what the last is compared
 * against. Linux only: memory is read from {@code /proc}.
 */
public final class SteadyState {
  private static final int WINDOWS = 10;
  private static final double MEMORY_BOUND = 0.05;
  private static final double TIME_BOUND = 0.10;
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  /**
   * What was seen at the end of a window.
   *
   * @param step its last step
   * @param seconds the median time of its steps
   * @param resident the memory of the process, in MiB
   * @param pointers native objects that Java holds
   */
  private record Window(long step, double seconds, double resident, long pointers) {}

  private final int length;
  private final double[] stepSeconds;
  private final List<Window> windows = new ArrayList<>();
  private double secondsBefore;

  private SteadyState(int steps) {
    length = steps / WINDOWS;
    stepSeconds = new double[length];
  }

  /** Runs and judges; ends with exit code 1 if anything creeps. */
  public static void main(String[] arguments) throws IOException {
    Options options =
        new Options(
            arguments,
            Map.of(
                "recipe", "ddpm-small",
                "data", "digits",
                "batch", "32",
                "steps", "2000",
                "threads", "2"));
    int steps = options.count("steps");
    if (steps % WINDOWS != 0) {
      throw new IllegalArgumentException(
          "option --steps is " + steps + "; allowed: multiples of " + WINDOWS);
    }
    Torch.init(options.count("threads"));
    System.out.printf(
        Locale.ROOT,
        "%s on %s, batch %s, %d steps, %s threads, Java %s%n%n",
        options.text("recipe"),
        options.text("data"),
        options.text("batch"),
        steps,
        options.text("threads"),
        System.getProperty("java.version"));
    SteadyState state = new SteadyState(steps);
    state.train(options, steps);
    if (!state.judge()) {
      System.exit(1);
    }
  }

  private void train(Options options, int steps) throws IOException {
    Recipe recipe =
        Settings.apply(
            Recipes.named(options.text("recipe")), Map.of("training.batch", options.text("batch")));
    ImageSource source =
        DataSets.open(
            options.text("data"),
            Split.TRAIN,
            DataOptions.defaults()
                .withSize(recipe.data().height())
                .withChannels(recipe.data().channels()));
    Path folder = Files.createTempDirectory("inkwash-steady-state");
    Provenance provenance =
        Provenance.now(
            DataLocation.of(options.text("data"), folder),
            source,
            0,
            Precision.automatic(ComputeDevice.CPU),
            Torch.threads(),
            ComputeDevice.CPU.toString());
    System.out.println("    step   ms a step   RSS in MiB   native objects   loss");
    try (TrainingRun run = new TrainingRun(recipe, source, provenance)) {
      run.train(
          Run.begin(folder.resolve("run"), recipe, provenance).directory(),
          Budget.steps(steps),
          new Trainer.Intervals(steps, 0, 1, 0),
          () -> false,
          (line, loss, progress) -> observe(line));
    } finally {
      AtomicFiles.delete(folder);
    }
  }

  private void observe(MetricsLog.Line line) {
    int place = (int) ((line.step() - 1) % length);
    stepSeconds[place] = line.seconds() - secondsBefore;
    secondsBefore = line.seconds();
    if (place == length - 1) {
      Window window =
          new Window(line.step(), median(stepSeconds), resident(), Pointer.totalCount());
      windows.add(window);
      System.out.printf(
          Locale.ROOT,
          "%8d %11.1f %12.1f %16d %6.4f%n",
          window.step,
          window.seconds * 1e3,
          window.resident,
          window.pointers,
          line.loss());
    }
  }

  /** Whether nothing creeps; prints each verdict. */
  private boolean judge() {
    Window first = windows.get(0);
    Window second = windows.get(1);
    Window last = windows.get(WINDOWS - 1);
    double memory =
        windows.stream()
            .mapToDouble(window -> window.resident / first.resident - 1)
            .reduce(0, (a, b) -> Math.abs(a) >= Math.abs(b) ? a : b);
    double time = last.seconds / second.seconds - 1;
    long pointers = last.pointers - first.pointers;
    System.out.println();
    boolean flat =
        verdict(
            Math.abs(memory) <= MEMORY_BOUND,
            format(
                "memory after step %d moves by at most %+.1f %%; allowed: %.0f %%",
                first.step, 100 * memory, 100 * MEMORY_BOUND));
    boolean level =
        verdict(
            Math.abs(time) <= TIME_BOUND,
            format(
                "step time of steps %d to %d differs by %+.1f %% from steps %d to %d; allowed: %.0f %%",
                last.step - length + 1,
                last.step,
                100 * time,
                second.step - length + 1,
                second.step,
                100 * TIME_BOUND));
    boolean tidy =
        verdict(
            pointers == 0,
            format(
                "native objects change by %+d from step %d to step %d; allowed: 0",
                pointers, first.step, last.step));
    return flat && level && tidy;
  }

  private static boolean verdict(boolean holds, String what) {
    System.out.println((holds ? "PASS  " : "FAIL  ") + what);
    return holds;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The resident memory of this process, in MiB. */
  private static double resident() {
    Path status = Path.of("/proc/self/status");
    try {
      Matcher line = RESIDENT.matcher(Files.readString(status));
      if (line.find()) {
        return Long.parseLong(line.group(1)) / 1024.0;
      }
      throw new IllegalStateException(status + " has no line VmRSS");
    } catch (IOException e) {
      throw new IllegalStateException(
          status + " cannot be read: this bench needs Linux to tell the memory of a process", e);
    }
  }
}
