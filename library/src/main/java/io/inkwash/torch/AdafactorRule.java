package io.inkwash.torch;

import static io.inkwash.format.Text.format;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Adafactor (Shazeer and Stern 2018, arXiv 1804.04235, algorithm 4, as torch.optim.Adafactor has
 * it): the running mean of squared gradients of a matrix is the product of its rows' and columns'
 * means, steps are relative to the size of the weights, and an update larger than {@code threshold}
 * is scaled down. The learning rate is at most {@code 1 / sqrt(step)}. A convolution's matrices are
 * its kernels.
 *
 * <p>The means are kept in vectors as long as the weights, so that it takes no less memory here
 * than Adam.
 *
 * @param decay the power of the step by which the means become slower, below 0: -0.8
 * @param smallest the smallest size of weights that steps are relative to, above 0: 1e-3
 * @param threshold the largest root mean square of an update, above 0: 1
 * @param weightDecay strength, 0 or more; AdamW's
 */
public record AdafactorRule(double decay, double smallest, double threshold, double weightDecay)
    implements OptimizerRule {
  private static final double EPS = Math.ulp(1f); // torch's, of float32

  public AdafactorRule {
    if (!(decay < 0 && Double.isFinite(decay))) {
      throw new IllegalArgumentException(
          format("decay is %s; allowed: below 0, such as -0.8", decay));
    }
    if (!(smallest > 0 && threshold > 0)) {
      throw new IllegalArgumentException(
          format(
              "smallest is %s and threshold %s; allowed: above 0, such as 1e-3 and 1",
              smallest, threshold));
    }
    OptimizerRanges.requireWeightDecay(weightDecay);
  }

  /** The settings of torch: -0.8, 1e-3, 1, no decay. */
  public static AdafactorRule standard() {
    return new AdafactorRule(-0.8, 1e-3, 1, 0);
  }

  @Override
  public OptimizerState start(Parameters parameters) {
    Tensor rows = parameters.zerosLike();
    Tensor columns = parameters.zerosLike();
    List<Tensor> rowsOfEach = each(parameters, rows);
    List<Tensor> columnsOfEach = each(parameters, columns);
    return new OptimizerState(
        parameters,
        Map.of("rows", rows, "columns", columns),
        (step, rate, weights, gradients) -> {
          List<Tensor> weightsOfEach = each(parameters, weights);
          List<Tensor> gradientOfEach = each(parameters, gradients);
          for (int k = 0; k < weightsOfEach.size(); k++) {
            Tensor gradient = gradientOfEach.get(k);
            Tensor square = meanSquare(gradient, rowsOfEach.get(k), columnsOfEach.get(k), step);
            move(weightsOfEach.get(k), gradient, square, step, rate);
          }
        });
  }

  /** The parameters one by one, as parts of a vector. */
  private static List<Tensor> each(Parameters parameters, Tensor vector) {
    return List.copyOf(parameters.stateDict(vector).values());
  }

  /** The estimate of the mean square of the gradient, which follows it. */
  private Tensor meanSquare(Tensor gradient, Tensor rows, Tensor columns, long step) {
    Scalar share = new Scalar(Math.pow((double) step, decay));
    Tensor squared = gradient.square();
    if (gradient.dim() < 2) {
      return rows.lerp_(squared, share);
    }
    Tensor ofRows = rows.narrow(-1, 0, 1);
    Tensor ofColumns = columns.narrow(-2, 0, 1);
    ofRows.lerp_(Tensors.mean(squared, -1), share);
    ofColumns.lerp_(Tensors.mean(squared, -2), share);
    Tensor all = Tensors.mean(ofRows, -2).clamp_min_(new Scalar(EPS));
    return ofRows.mul(ofColumns).div_(all);
  }

  private void move(Tensor weights, Tensor gradient, Tensor square, long step, double rate) {
    double bounded = Math.min(rate, 1 / Math.sqrt((double) step));
    double length = Math.max(smallest, rootMeanSquare(weights)) * bounded;
    weights.mul_(new Scalar(1 - rate * weightDecay));
    Tensor update = square.clamp_min(new Scalar(EPS * EPS)).rsqrt_().mul_(gradient);
    double excess = Math.max(1, rootMeanSquare(update) / threshold);
    weights.add_(update, new Scalar(-length / excess));
  }

  private static double rootMeanSquare(Tensor values) {
    return values.norm().item().toDouble() / Math.sqrt((double) values.numel());
  }
}
