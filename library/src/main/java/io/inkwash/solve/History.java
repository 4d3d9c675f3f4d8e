package io.inkwash.solve;

import io.inkwash.torch.Recent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What a multistep solver remembers: the model's last outputs, each with its position, which is the
 * value of the variable that the solver integrates over. Its tensors live from step to step.
 */
public final class History implements AutoCloseable {
  private final Recent values;
  private final List<Double> positions = new ArrayList<>();

  /**
   * An empty history.
   *
   * @param capacity how many outputs to keep, at least 1
   */
  public History(int capacity) {
    values = new Recent(capacity);
  }

  /**
   * Adds the newest output. One at an infinite position (a state without signal) determines no
   * slope and is left out.
   */
  public void record(double position, Tensor value) {
    if (Double.isInfinite(position)) {
      return;
    }
    values.add(value);
    positions.add(0, position);
    while (positions.size() > values.size()) {
      positions.remove(values.size());
    }
  }

  /** Puts an output in the place of the newest, at the same position. */
  public void replace(Tensor value) {
    values.replace(value);
  }

  /** A solver's state that follows the given rule and frees this history when it is closed. */
  public SolverState run(SolverState rule) {
    return run(LastSteps.FULL_ORDER.countdown(), rule);
  }

  /** The same, with a countdown that receives the number of steps. */
  public SolverState run(LastSteps.Countdown countdown, SolverState rule) {
    return new SolverState() {
      @Override
      public void begin(double[] times) {
        countdown.begin(times);
      }

      @Override
      public Tensor step(Tensor x, double t, double s) {
        return rule.step(x, t, s);
      }

      @Override
      public void close() {
        History.this.close();
      }
    };
  }

  /** How many outputs are kept now. */
  public int size() {
    return values.size();
  }

  /** The output of a given age, 0 for the newest. */
  public Tensor value(int age) {
    return values.at(age);
  }

  /**
   * The positions of the newest outputs relative to one of them, in units of a step.
   *
   * @param count how many outputs
   * @param origin the age of the output whose position is 0
   * @param step the length of the step
   */
  public double[] nodes(int count, int origin, double step) {
    double[] nodes = new double[count];
    Arrays.setAll(nodes, age -> (positions.get(age) - positions.get(origin)) / step);
    return nodes;
  }

  /** {@code a x} plus {@code scale} times the weighted sum of the outputs, newest first. */
  public Tensor weighted(double a, Tensor x, double scale, double... weights) {
    Tensor sum = x.mul(new Scalar(a));
    for (int k = 0; k < weights.length; k++) {
      sum.add_(value(k), new Scalar(scale * weights[k]));
    }
    return sum;
  }

  @Override
  public void close() {
    values.close();
  }
}
