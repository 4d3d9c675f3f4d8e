package io.inkwash.time;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import java.util.Arrays;
import java.util.List;

/**
 * A table cut into equal sections, with its own number of timesteps in each: Improved DDPM's
 * respacing (Nichol and Dhariwal 2021, arXiv 2102.09672, section 4). The first section is the one
 * next to the data. In each, the first and last timestep are taken and the rest are evenly spaced
 * and rounded; of a count of 1, the first.
 *
 * <p>Less 1, the times are those of the published code for the same list.
 *
 * @param counts timesteps in each section, the section next to the data first
 */
public record Sections(List<Integer> counts) implements TimeGrid {

  /** Checks that there is a section and each has a timestep. */
  public Sections {
    counts = List.copyOf(counts);
    if (counts.isEmpty() || counts.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "sections " + counts + ": need at least one, of one timestep or more, as 10,15,20");
    }
  }

  /** Sections from a list such as "10,15,20". */
  public static Sections parse(String counts) {
    try {
      return new Sections(
          Arrays.stream(counts.split(",", -1)).map(String::strip).map(Integer::valueOf).toList());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "sections \"" + counts + "\": need whole numbers between commas, as 10,15,20", e);
    }
  }

  /** The steps that the grid has, the sum of its sections. */
  public int steps() {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String name() {
    return "sections";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    GridRules.requireDiscrete(this, path);
    GridRules.requireExactly(this, path, steps, steps());
    int timesteps = (int) path.end();
    double[] rising = new double[steps];
    int taken = 0;
    int first = 1;
    for (int i = 0; i < counts.size(); i++) {
      int size = timesteps / counts.size() + (i < timesteps % counts.size() ? 1 : 0);
      int count = counts.get(i);
      if (count > size) {
        throw new IllegalArgumentException(
            format(
                "%d timesteps in section %d of %s: it holds %d; ask for at most that many",
                count, i + 1, path.name(), size));
      }
      double stride = count == 1 ? 1 : (size - 1.0) / (count - 1);
      double at = 0;
      for (int k = 0; k < count; k++) {
        rising[taken++] = first + Math.rint(at);
        at += stride; // summed, not multiplied: halves must round as in the published code
      }
      first += size;
    }
    return GridRules.grid(this, path, steps, k -> rising[steps - 1 - k]);
  }
}
