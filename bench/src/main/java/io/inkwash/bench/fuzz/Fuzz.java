package io.inkwash.bench.fuzz;

import static io.inkwash.format.Text.format;

import io.inkwash.bench.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tries every reader in turn with damaged files until the cases or the time are used up, and writes
 * each new fault, made small, to a file. Case k of a seed is the same file on every machine.
 */
public final class Fuzz {
  /** Cases of one reader before the next has its turn. */
  private static final int TURN = 200;

  private final long seed;
  private final Path out;
  private final Watch watch = new Watch();
  private final Map<Target, List<byte[]>> samples = new EnumMap<>(Target.class);
  private final Map<Target, Long> cases = new EnumMap<>(Target.class);
  private final Set<String> found = new HashSet<>();

  private Fuzz(long seed, Path out, List<Target> targets) throws IOException {
    this.seed = seed;
    this.out = out;
    for (Target target : targets) {
      samples.put(target, Samples.of(target));
      cases.put(target, 0L);
    }
  }

  /** The program; exits with 1 if it found anything. */
  public static void main(String[] arguments) throws IOException {
    Options options =
        new Options(
            arguments,
            Map.of("cases", "100000", "seconds", "60", "seed", "1", "out", "fuzz", "only", "all"));
    List<Target> targets = new ArrayList<>(List.of(Target.values()));
    String only = options.text("only").toUpperCase(Locale.ROOT);
    if (!only.equals("ALL")) {
      targets.removeIf(target -> !target.name().equals(only));
    }
    Fuzz fuzz = new Fuzz(options.count("seed"), Path.of(options.text("out")), targets);
    fuzz.run(options.count("cases"), options.count("seconds"));
    System.exit(fuzz.found.isEmpty() ? 0 : 1);
  }

  private void run(long most, int seconds) throws IOException {
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    long done = 0;
    while (done < most && System.nanoTime() < end) {
      for (Map.Entry<Target, List<byte[]>> each : samples.entrySet()) {
        for (int i = 0; i < TURN && done < most && System.nanoTime() < end; i++, done++) {
          tryNext(each.getKey(), each.getValue());
        }
      }
    }
    double took = (System.nanoTime() - start) / 1e9;
    cases.forEach(
        (target, count) ->
            System.out.printf(Locale.ROOT, "%-12s %,12d cases%n", Samples.ending(target), count));
    System.out.printf(
        Locale.ROOT, "seed %d: %,d cases in %.0f s, %d found%n", seed, done, took, found.size());
  }

  private void tryNext(Target target, List<byte[]> sound) throws IOException {
    long number = cases.merge(target, 1L, Long::sum) - 1;
    long key = (seed * 31 + target.name().hashCode()) * 0x9e3779b97f4a7c15L + number;
    byte[] bytes = Mutator.mutate(sound, key);
    Optional<String> fault = watch.fault(target, bytes);
    if (fault.isPresent() && found.add(target + fault.get())) {
      byte[] small = Shrinker.shrink(watch, target, bytes, fault.get());
      Path file = out.resolve(format("%d-%d.%s", seed, number, Samples.ending(target)));
      Files.createDirectories(out);
      Files.write(file, small);
      System.out.printf(
          Locale.ROOT, "%s: %s (%d bytes, of %d)%n", file, fault.get(), small.length, bytes.length);
    }
  }
}
