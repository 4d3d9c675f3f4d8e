package io.inkwash.time;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A list of times as given, in the path's own units (timestep index plus 1 on a table).
 *
 * @param times strictly falling, at least one, each between the path's start and end; without the 0
 *     at the end, which is always added
 */
public record CustomTimes(List<Double> times) implements TimeGrid {

  /** Checks that there is a time. */
  public CustomTimes {
    times = List.copyOf(times);
    if (times.isEmpty()) {
      throw new IllegalArgumentException(
          "an empty list of times: need at least one, as 1000,750,500,250");
    }
  }

  /** The grid of the given times; a 0 at the end may be left out. */
  public static CustomTimes of(double... times) {
    boolean ends = times.length > 0 && times[times.length - 1] == 0;
    return new CustomTimes(
        Arrays.stream(times)
            .limit(ends ? times.length - 1 : times.length)
            .boxed()
            .collect(Collectors.toList()));
  }

  /** The steps that the grid has. */
  public int steps() {
    return times.size();
  }

  @Override
  public String name() {
    return "custom";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    GridRules.requireExactly(this, path, steps, steps());
    for (double t : times) {
      if (path.snap(t) != t) {
        throw new IllegalArgumentException(
            format(
                "time %s in a list for %s: need %s from %s to %s",
                t,
                path.name(),
                path.discrete() ? "whole times" : "times",
                path.start(),
                path.end()));
      }
    }
    return GridRules.grid(this, path, steps, times::get);
  }
}
