package io.inkwash.time.training;

import static io.inkwash.format.Text.format;

import java.util.Arrays;

/**
 * The last losses of every timestep, by which {@link LossSecondMoment} draws. Not safe for use by
 * several threads.
 */
public final class LossHistory implements TimeSamplerState {

  private final int timesteps;
  private final int remembered;
  private final double uniformShare;

  /** Losses by timestep and, within it, oldest first. */
  private final double[] losses;

  private final int[] counts;

  LossHistory(int timesteps, int remembered, double uniformShare) {
    this.timesteps = timesteps;
    this.remembered = remembered;
    this.uniformShare = uniformShare;
    this.losses = new double[timesteps * remembered];
    this.counts = new int[timesteps];
  }

  /** Whether every timestep has its full history, so that the draw is no longer uniform. */
  public boolean warm() {
    return Arrays.stream(counts).allMatch(count -> count == remembered);
  }

  /** The probability of each timestep, t = 1 first. */
  public double[] probabilities() {
    double[] p = new double[timesteps];
    Arrays.fill(p, 1.0 / timesteps);
    double[] roots = new double[timesteps];
    Arrays.setAll(roots, this::rootMeanSquare);
    double total = Arrays.stream(roots).sum();
    if (warm() && total > 0) {
      Arrays.setAll(p, i -> (1 - uniformShare) * roots[i] / total + uniformShare / timesteps);
    }
    return p;
  }

  @Override
  public TimeBatch sample(double[] uniforms) {
    double[] p = probabilities();
    double[] below = p.clone();
    for (int i = 1; i < timesteps; i++) {
      below[i] += below[i - 1];
    }
    double[] t = Arrays.stream(Uniforms.checked(uniforms)).map(u -> timestepAt(below, u)).toArray();
    double[] importance = Arrays.stream(t).map(at -> 1 / (timesteps * p[(int) at - 1])).toArray();
    return new TimeBatch(t, importance);
  }

  @Override
  public void observe(double[] t, double[] loss) {
    if (t.length != loss.length) {
      throw new IllegalArgumentException(
          format("%d losses for %d times: need one each", loss.length, t.length));
    }
    for (int i = 0; i < t.length; i++) {
      remember(t[i], loss[i]);
    }
  }

  /** For each timestep its number of losses, then all losses: T + T x remembered numbers. */
  @Override
  public double[] values() {
    double[] state = Arrays.copyOf(Arrays.stream(counts).asDoubleStream().toArray(), stateLength());
    System.arraycopy(losses, 0, state, timesteps, losses.length);
    return state;
  }

  @Override
  public void restore(double[] state) {
    if (state.length != stateLength()) {
      throw new IllegalArgumentException(
          format(
              "loss history of %d numbers for %d timesteps by %d losses: need %d",
              state.length, timesteps, remembered, stateLength()));
    }
    for (int i = 0; i < timesteps; i++) {
      if (!(state[i] >= 0 && state[i] <= remembered && state[i] == Math.rint(state[i]))) {
        throw new IllegalArgumentException(
            format(
                "loss history with %s losses at timestep %d: need 0 to %d",
                state[i], i + 1, remembered));
      }
    }
    Arrays.setAll(counts, i -> (int) state[i]);
    System.arraycopy(state, timesteps, losses, 0, losses.length);
  }

  private int stateLength() {
    return timesteps * (1 + remembered);
  }

  private void remember(double t, double loss) {
    if (!(t >= 1 && t <= timesteps && t == Math.rint(t)) || !Double.isFinite(loss)) {
      throw new IllegalArgumentException(
          format(
              "loss %s at time %s: need a finite loss at a timestep from 1 to %d",
              loss, t, timesteps));
    }
    int row = (int) t - 1;
    int first = row * remembered;
    if (counts[row] < remembered) {
      losses[first + counts[row]++] = loss;
    } else {
      System.arraycopy(losses, first + 1, losses, first, remembered - 1);
      losses[first + remembered - 1] = loss;
    }
  }

  private double rootMeanSquare(int row) {
    double sum = 0;
    for (int i = 0; i < remembered; i++) {
      double loss = losses[row * remembered + i];
      sum += loss * loss;
    }
    return Math.sqrt(sum / remembered);
  }

  /** The first timestep whose cumulative probability exceeds u. */
  private double timestepAt(double[] below, double u) {
    int low = 0;
    int high = timesteps - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (below[middle] > u) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low + 1;
  }
}
