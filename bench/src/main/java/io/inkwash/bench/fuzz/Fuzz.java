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
 * each new fault, made small, to a file. Each reader has the same time, so the fast ones have more
 * cases. Case k of a reader and a seed is the same file on every machine.
 */
public final class Fuzz {
  /** The time of one reader before the next has its turn, in nanoseconds. */
  private static final long TURN = 1_000_000_000L;

  /** The time between two reports of how far it is, in nanoseconds. */
  private static final long REPORT = 600_000_000_000L;

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
    long report = start + REPORT;
    while (done() < most && System.nanoTime() < end) {
      for (Target target : samples.keySet()) {
        long now = System.nanoTime();
        if (done() < most && now < end) {
          tryFor(target, most - done(), Math.min(end, now + TURN));
        }
      }
      if (System.nanoTime() > report) {
        report += REPORT;
        print(start);
      }
    }
    cases.forEach(
        (target, count) ->
            System.out.printf(Locale.ROOT, "%-12s %,12d cases%n", Samples.ending(target), count));
    print(start);
  }

  private long done() {
    return cases.values().stream().mapToLong(Long::longValue).sum();
  }

  private void print(long start) {
    System.out.printf(
        Locale.ROOT,
        "seed %d: %,d cases in %.0f s, %d found%n",
        seed,
        done(),
        (System.nanoTime() - start) / 1e9,
        found.size());
  }

  private byte[] bytes(Target target, long number) {
    long key = (seed * 31 + Samples.ending(target).hashCode()) * 0x9e3779b97f4a7c15L + number;
    return Mutator.mutate(samples.getOrDefault(target, List.of()), key);
  }

  private void tryFor(Target target, long most, long end) throws IOException {
    long from = cases.getOrDefault(target, 0L);
    Turn turn = new Turn(target, number -> bytes(target, number), from, from + most, end);
    Optional<String> fault = watch.fault(turn);
    long hanging = turn.fault().isEmpty() && fault.isPresent() ? 1 : 0;
    long next = turn.number() + hanging;
    cases.put(target, next);
    if (fault.isPresent() && found.add(target + fault.get())) {
      write(target, next - 1, fault.get());
    }
  }

  private void write(Target target, long number, String fault) throws IOException {
    byte[] bytes = bytes(target, number);
    byte[] small = Shrinker.shrink(watch, target, bytes, fault);
    Path file = out.resolve(format("%d-%d.%s", seed, number, Samples.ending(target)));
    Files.createDirectories(out);
    Files.write(file, small);
    System.out.printf(
        Locale.ROOT, "%s: %s (%d bytes, of %d)%n", file, fault, small.length, bytes.length);
  }
}
