package io.inkwash.restore.degradation;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An operator that treats columns and rows apart, {@code Y = R X C^T} for each channel. Its
 * singular values are the products of those of R and C, so that two small decompositions serve an
 * image.
 *
 * @param columns R, which acts on columns
 * @param rows C, which acts on rows
 * @param cutoff singular values below this share of the largest count as 0 wherever the operator is
 *     inverted; 0 keeps all that rounding leaves
 */
public record Separable(Axis columns, Axis rows, double cutoff) implements SpectralOperator {
  private static final double ROUNDING = 1e-12;

  /** Checks the cutoff. */
  public Separable {
    if (!(cutoff >= 0 && cutoff < 1)) {
      throw new IllegalArgumentException(
          "cutoff of singular values is " + cutoff + "; allowed: 0 to below 1, such as 0.01");
    }
  }

  /** An operator that is inverted as far as rounding allows. */
  public Separable(Axis columns, Axis rows) {
    this(columns, rows, 0);
  }

  @Override
  public long[] measured(long... image) {
    check("images", image[2], image[3], columns.length(), rows.length());
    return new long[] {image[0], image[1], columns.count(), rows.count()};
  }

  @Override
  public double[] singularValues(long channels, long height, long width) {
    check("images", height, width, columns.length(), rows.length());
    double[] down = columns.values();
    double[] across = rows.values();
    double least = Math.max(cutoff, ROUNDING) * down[0] * across[0];
    int line = rows.length();
    int plane = columns.length() * line;
    double[] values = new double[Math.toIntExact(channels) * plane];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < down.length; i++) {
        for (int j = 0; j < across.length; j++) {
          double value = down[i] * across[j];
          values[channel * plane + i * line + j] = value < least ? 0 : value;
        }
      }
    }
    return values;
  }

  /** The whole of it, whatever the cutoff. */
  @Override
  public Tensor apply(Tensor x) {
    check("images", x.size(2), x.size(3), columns.length(), rows.length());
    ScalarType type = x.scalar_type();
    return columns.matrix(type).matmul(x).matmul(rows.matrix(type).t());
  }

  /** The whole of it, whatever the cutoff. */
  @Override
  public Tensor adjoint(Tensor y) {
    check("measurements", y.size(2), y.size(3), columns.count(), rows.count());
    ScalarType type = y.scalar_type();
    return columns.matrix(type).t().matmul(y).matmul(rows.matrix(type));
  }

  @Override
  public Tensor spectrum(Tensor x) {
    check("images", x.size(2), x.size(3), columns.length(), rows.length());
    ScalarType type = x.scalar_type();
    return columns.transposedV(type).matmul(x).matmul(rows.transposedV(type).t());
  }

  @Override
  public Tensor fromSpectrum(Tensor z) {
    ScalarType type = z.scalar_type();
    return columns.transposedV(type).t().matmul(z).matmul(rows.transposedV(type));
  }

  @Override
  public Tensor measuredSpectrum(Tensor y) {
    check("measurements", y.size(2), y.size(3), columns.count(), rows.count());
    ScalarType type = y.scalar_type();
    Tensor z = columns.u(type).t().matmul(y).matmul(rows.u(type));
    Tensor right =
        z.new_zeros(z.size(0), z.size(1), z.size(2), (long) rows.length() - rows.count());
    Tensor wide = Tensors.cat(3, z, right);
    Tensor below =
        z.new_zeros(z.size(0), z.size(1), (long) columns.length() - columns.count(), rows.length());
    return Tensors.cat(2, wide, below);
  }

  @Override
  public Tensor fromMeasuredSpectrum(Tensor z) {
    ScalarType type = z.scalar_type();
    Tensor seen = z.narrow(2, 0, columns.count()).narrow(3, 0, rows.count());
    return columns.u(type).matmul(seen).matmul(rows.u(type).t());
  }

  private static void check(String what, long height, long width, int rows, int columns) {
    if (height != rows || width != columns) {
      throw new IllegalArgumentException(
          format(
              "%s of %d x %d for an operator made for %d x %d; allowed: that size",
              what, height, width, rows, columns));
    }
  }
}
