package io.inkwash.restore.degradation;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A matrix that acts on the rows, or on the columns, of an image, with its singular values. */
public final class Axis {
  private final int count;
  private final int length;
  private final double[] matrix;
  private final double[] u;
  private final double[] values;
  private final double[] transposedV;

  private Axis(int count, int length, double[] matrix) {
    this.count = count;
    this.length = length;
    this.matrix = matrix;
    try (TensorScope scope = TensorScope.open()) {
      T_TensorTensorTensor_T svd = torch.linalg_svd(Tensors.of(matrix, count, length));
      this.u = Tensors.toDoubles(svd.get0());
      this.values = Tensors.toDoubles(svd.get1());
      this.transposedV = Tensors.toDoubles(svd.get2());
    }
  }

  /**
   * The axis of a matrix.
   *
   * @param rows one for each measured number, at most as many as the line has pixels
   */
  public static Axis of(double[]... rows) {
    int length = rows[0].length;
    double[] matrix = new double[rows.length * length];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != length || rows.length > length) {
        throw new IllegalArgumentException(
            format(
                "matrix of %d rows of lengths %d and %d; allowed: equal lengths, at least the rows",
                rows.length, length, rows[i].length));
      }
      System.arraycopy(rows[i], 0, matrix, i * length, length);
    }
    return new Axis(rows.length, length, matrix);
  }

  /** How many numbers are measured along the line. */
  public int count() {
    return count;
  }

  /** How many pixels the line has. */
  public int length() {
    return length;
  }

  /** The singular values, the largest first, as many as are measured. */
  public double[] values() {
    return values.clone();
  }

  Tensor matrix(ScalarType type) {
    return Tensors.of(matrix, count, length).to(type);
  }

  Tensor u(ScalarType type) {
    return Tensors.of(u, count, count).to(type);
  }

  Tensor transposedV(ScalarType type) {
    return Tensors.of(transposedV, length, length).to(type);
  }
}
