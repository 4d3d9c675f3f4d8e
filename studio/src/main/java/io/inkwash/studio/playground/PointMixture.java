package io.inkwash.studio.playground;

import io.inkwash.torch.Rng;
import java.util.ArrayList;
import java.util.List;

/**
 * Points in the plane: a mixture of isotropic normal distributions, each of one class. Its values
 * are shared and not to be changed.
 *
 * @param components one or more
 */
public record PointMixture(List<Component> components) {

  /**
   * One normal distribution.
   *
   * @param weight its share, above 0; shares need not sum to 1
   * @param x of the mean
   * @param y of the mean
   * @param deviation the standard deviation of each coordinate, above 0
   * @param type the class of its points, 0 or more
   */
  public record Component(double weight, double x, double y, double deviation, int type) {
    /** Checks the ranges. */
    public Component {
      if (!(weight > 0 && deviation > 0 && Double.isFinite(weight + deviation + x + y))
          || type < 0) {
        throw new IllegalArgumentException(
            "a component of weight "
                + weight
                + ", mean ("
                + x
                + ", "
                + y
                + "), deviation "
                + deviation
                + ", class "
                + type
                + "; allowed: finite numbers, weight and deviation above 0, class 0 or more");
      }
    }
  }

  /**
   * Some points with their classes.
   *
   * @param xy x and y in turn, two numbers a point
   * @param types the class of each point
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Sample(float[] xy, int[] types) {}

  /** Refuses an empty mixture. */
  public PointMixture {
    components = List.copyOf(components);
    if (components.isEmpty()) {
      throw new IllegalArgumentException("no points; allowed: 1 or more");
    }
  }

  /** The number of classes: one more than the largest. */
  public int classes() {
    return 1 + components.stream().mapToInt(Component::type).max().orElseThrow();
  }

  /**
   * The points of one class.
   *
   * @throws IllegalArgumentException if there are none
   */
  public PointMixture ofClass(int type) {
    return new PointMixture(components.stream().filter(one -> one.type == type).toList());
  }

  private double total() {
    return components.stream().mapToDouble(Component::weight).sum();
  }

  /** The mean, two numbers. */
  double[] mean() {
    double[] mean = new double[2];
    for (Component one : components) {
      mean[0] += one.weight / total() * one.x;
      mean[1] += one.weight / total() * one.y;
    }
    return mean;
  }

  /** The covariance: xx, xy, yy. */
  double[] covariance() {
    double[] mean = mean();
    double[] covariance = new double[3];
    for (Component one : components) {
      double share = one.weight / total();
      double dx = one.x - mean[0];
      double dy = one.y - mean[1];
      double variance = one.deviation * one.deviation;
      covariance[0] += share * (dx * dx + variance);
      covariance[1] += share * dx * dy;
      covariance[2] += share * (dy * dy + variance);
    }
    return covariance;
  }

  /** The root of the mean variance of a coordinate about 0: EDM's sigmaData. */
  double sigmaData() {
    double[] mean = mean();
    double[] covariance = covariance();
    return Math.sqrt((covariance[0] + covariance[2] + mean[0] * mean[0] + mean[1] * mean[1]) / 2);
  }

  /** The largest absolute coordinate that its points come to, but for one in some thousands. */
  double reach() {
    return components.stream()
        .mapToDouble(one -> Math.max(Math.abs(one.x), Math.abs(one.y)) + 3 * one.deviation)
        .max()
        .orElseThrow();
  }

  /** Draws points; point k is a function of the key and k. */
  Sample sample(Rng key, int count) {
    List<Double> below = new ArrayList<>();
    double sum = 0;
    for (Component one : components) {
      sum += one.weight / total();
      below.add(sum);
    }
    double[] picks = key.stream("component").uniforms(count);
    double[] angles = key.stream("angle").uniforms(count);
    double[] radii = key.stream("radius").uniforms(count);
    float[] xy = new float[2 * count];
    int[] types = new int[count];
    for (int k = 0; k < count; k++) {
      int chosen = 0;
      while (chosen < components.size() - 1 && picks[k] >= below.get(chosen)) {
        chosen++;
      }
      Component one = components.get(chosen);
      double radius = one.deviation * Math.sqrt(-2 * Math.log(1 - radii[k])); // Box and Muller 1958
      xy[2 * k] = (float) (one.x + radius * Math.cos(2 * Math.PI * angles[k]));
      xy[2 * k + 1] = (float) (one.y + radius * Math.sin(2 * Math.PI * angles[k]));
      types[k] = one.type;
    }
    return new Sample(xy, types);
  }
}
