package io.inkwash.solve;

import io.inkwash.torch.Recent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** What a multistep run remembers: the model's last answers, and where each was given. */
final class History implements AutoCloseable {
  private final Recent values;
  private final List<Double> places = new ArrayList<>();

  History(int capacity) {
    values = new Recent(capacity);
  }

  /**
   * Adds the newest answer. One given at infinity (no signal) says nothing of slopes and is left
   * out.
   */
  void record(double place, Tensor value) {
    if (Double.isInfinite(place)) {
      return;
    }
    values.add(value);
    places.add(0, place);
    while (places.size() > values.size()) {
      places.remove(values.size());
    }
  }

  /** A run by a rule that looks back on these answers, and lets go of them at its end. */
  SolverState run(SolverState rule) {
    return new SolverState() {
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

  int size() {
    return values.size();
  }

  /** The value of a given age, 0 for the newest. */
  Tensor value(int age) {
    return values.at(age);
  }

  /**
   * The places of the newest answers as seen from one of them, in units of a step.
   *
   * @param count how many answers
   * @param origin the age of the one that is at 0
   * @param step the length of the step
   */
  double[] nodes(int count, int origin, double step) {
    double[] nodes = new double[count];
    Arrays.setAll(nodes, age -> (places.get(age) - places.get(origin)) / step);
    return nodes;
  }

  /** {@code a x} plus the weighted sum of the answers, newest first. */
  Tensor weighted(double a, Tensor x, double scale, double... weights) {
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
