package io.inkwash.bench;

import io.inkwash.file.AtomicFiles;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.RunDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Kills a training (SIGKILL) at random moments and goes on with it, again and again, until the
 * kills or the time are used up. Then it trains two steps more, trains another run as far without a
 * kill, and compares all files of the two: they must be equal bit for bit, but for times of the
 * clock.
 *
 * <p>One kill in eight comes at any moment of the start, when the run's folder is made, the log
 * rewritten and the checkpoint read; the others come while steps are taken, checkpoints written and
 * pictures drawn.
 */
public final class Kills {
  private static final long ENDLESS = 1_000_000_000;
  private static final int TRAINING_MILLIS = 400;

  /** What the clock decides, in files of text. */
  private static final String CLOCK = "\"(seconds|started)\" ?: ?[^,}\\n]*";

  private final Path out;
  private final Path killed;
  private final Path straight;
  private final Path output;
  private final Random moments;
  private long startMillis = 3_000;

  private Kills(Path out, long seed) {
    this.out = out;
    killed = out.resolve("killed");
    straight = out.resolve("straight");
    output = out.resolve("output.txt");
    moments = new Random(seed);
  }

  /** The program; exits with 1 if a file differs. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options =
        new Options(
            arguments, Map.of("kills", "200", "seconds", "3600", "seed", "1", "out", "kills"));
    Kills kills = new Kills(Path.of(options.text("out")), options.count("seed"));
    System.exit(kills.run(options.count("kills"), options.count("seconds")) ? 0 : 1);
  }

  private boolean run(int most, int seconds) throws IOException, InterruptedException {
    if (Files.exists(out)) {
      throw new IllegalArgumentException(
          out + " exists already; remove it or choose another --out");
    }
    Files.createDirectories(out);
    long begun = System.nanoTime();
    int kills = 0;
    while (kills < most && System.nanoTime() - begun < seconds * 1_000_000_000L) {
      killOne();
      kills++;
      System.out.printf(Locale.ROOT, "kill %d: checkpoint of step %d%n", kills, newestStep());
    }
    long last = newestStep() + 2;
    finish(killed, last);
    finish(straight, last);
    List<String> differences = differences();
    differences.forEach(System.out::println);
    System.out.printf(
        Locale.ROOT,
        "%d kills over %d steps in %.0f s: %s%n",
        kills,
        last,
        (System.nanoTime() - begun) / 1e9,
        differences.isEmpty()
            ? "equal to a run without kills"
            : differences.size() + " differences");
    if (differences.isEmpty()) {
      AtomicFiles.delete(out);
    }
    return differences.isEmpty();
  }

  /** Starts the training, and kills it at a moment of its start or after some steps. */
  private void killOne() throws IOException, InterruptedException {
    long printed = Files.exists(output) ? Files.size(output) : 0;
    long started = System.nanoTime();
    Process child = start(killed, ENDLESS);
    if (moments.nextInt(8) == 0) {
      Thread.sleep(moments.nextLong(startMillis));
    } else {
      while (child.isAlive() && Files.size(output) == printed) {
        Thread.sleep(5);
      }
      startMillis = (System.nanoTime() - started) / 1_000_000;
      Thread.sleep(moments.nextInt(TRAINING_MILLIS));
    }
    if (!child.isAlive()) {
      throw new IllegalStateException("the training ended by itself; see " + output);
    }
    child.destroyForcibly().waitFor();
  }

  private void finish(Path run, long steps) throws IOException, InterruptedException {
    if (start(run, steps).waitFor() != 0) {
      throw new IllegalStateException("the training of " + run + " failed; see " + output);
    }
  }

  /** A Java process as this one is. */
  private Process start(Path run, long steps) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(List.of(KilledTraining.class.getName(), run.toString(), Long.toString(steps)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  private long newestStep() {
    if (!Files.exists(killed)) {
      return 0;
    }
    return RunDirectory.open(killed)
        .newest()
        .map(folder -> Checkpoint.readState(folder).step())
        .orElse(0L);
  }

  private List<String> differences() throws IOException {
    Map<String, byte[]> some = files(killed);
    Map<String, byte[]> others = files(straight);
    TreeSet<String> names = new TreeSet<>(some.keySet());
    names.addAll(others.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      if (!others.containsKey(name)) {
        differences.add(name + " is of the killed run alone");
      } else if (!some.containsKey(name)) {
        differences.add(name + " is missing from the killed run");
      } else if (!Arrays.equals(some.get(name), others.get(name))) {
        differences.add(name + " differs");
      }
    }
    return differences;
  }

  /** The bytes of all files of a run by name, without times of the clock. */
  private static Map<String, byte[]> files(Path run) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(run)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (file.toString().matches(".*\\.jsonl?")) {
          String text = new String(bytes, StandardCharsets.UTF_8).replaceAll(CLOCK, "");
          bytes = text.getBytes(StandardCharsets.UTF_8);
        }
        files.put(run.relativize(file).toString(), bytes);
      }
    }
    return files;
  }
}
