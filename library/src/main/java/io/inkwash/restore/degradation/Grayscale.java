package io.inkwash.restore.degradation;

import static io.inkwash.format.Text.format;

import io.inkwash.data.Luma;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Color is lost: each pixel keeps a weighted sum of its channels. To restore is to colorize.
 *
 * @param weights one a channel, in their order
 */
public record Grayscale(List<Double> weights) implements SpectralOperator, Degradation {

  /** Checks that there is something to lose. */
  public Grayscale {
    weights = List.copyOf(weights);
    if (weights.size() < 2 || weights.stream().allMatch(w -> w == 0)) {
      throw new IllegalArgumentException(
          format(
              "gray from channels weighted %s; allowed: 2 or more channels, not all of weight 0",
              weights));
    }
  }

  /** The mean of the channels. */
  public static Grayscale mean(int channels) {
    return new Grayscale(Collections.nCopies(channels, 1.0 / channels));
  }

  /** The weights of red, green and blue that are usual for gray (ITU-R BT.601). */
  public static Grayscale luma() {
    return new Grayscale(Arrays.stream(Luma.weights()).boxed().toList());
  }

  @Override
  public String task() {
    return "colorize";
  }

  @Override
  public LinearOperator on(long channels, long height, long width) {
    check(channels);
    return this;
  }

  @Override
  public long[] measured(long... image) {
    check(image[1]);
    return new long[] {image[0], 1, image[2], image[3]};
  }

  @Override
  public double[] singularValues(long channels, long height, long width) {
    check(channels);
    double[] values = new double[Math.toIntExact(channels * height * width)];
    Arrays.fill(values, 0, Math.toIntExact(height * width), norm());
    return values;
  }

  @Override
  public Tensor spectrum(Tensor x) {
    check(x.size(1));
    return turned(x);
  }

  @Override
  public Tensor fromSpectrum(Tensor z) {
    return turned(z);
  }

  @Override
  public Tensor measuredSpectrum(Tensor y) {
    Tensor nothing = y.new_zeros(y.size(0), weights.size() - 1, y.size(2), y.size(3));
    return Tensors.cat(1, y, nothing);
  }

  @Override
  public Tensor fromMeasuredSpectrum(Tensor z) {
    return z.narrow(1, 0, 1);
  }

  /**
   * Mirrors the channels so that the direction of the weights becomes the first axis. A mirror is
   * its own inverse, and its own transpose.
   */
  private Tensor turned(Tensor x) {
    int channels = weights.size();
    double[] normal = weights.stream().mapToDouble(w -> w / norm()).toArray();
    normal[0] -= 1;
    double square = 0;
    for (double n : normal) {
      square += n * n;
    }
    double[] mirror = new double[channels * channels];
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < channels; j++) {
        double back = square == 0 ? 0 : 2 * normal[i] * normal[j] / square;
        mirror[i * channels + j] = (i == j ? 1 : 0) - back;
      }
    }
    Tensor matrix = Tensors.of(mirror, channels, channels).to(x.scalar_type());
    return matrix.matmul(x.flatten(2, -1)).view(x.size(0), channels, x.size(2), x.size(3));
  }

  private double norm() {
    return Math.sqrt(weights.stream().mapToDouble(w -> w * w).sum());
  }

  private void check(long channels) {
    if (channels == 1) {
      throw new IllegalArgumentException(
          format(
              "images of 1 channel are gray, so there is no color to restore; use a model of %d channels",
              weights.size()));
    }
    if (channels != weights.size()) {
      throw new IllegalArgumentException(
          format(
              "gray from %d channels for images of %d; allowed: as many weights as channels",
              weights.size(), channels));
    }
  }
}
