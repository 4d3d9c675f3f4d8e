package io.inkwash.exchange;

import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.TensorData;
import java.util.Arrays;
import java.util.List;

/** Layers of single pixels: convolutions here, matrices of inputs times outputs in score_sde. */
final class PixelMatrices {
  private PixelMatrices() {}

  /** A matrix [in,out] as a convolution, [out,in,1,1]. */
  static StoredTensor convolution(StoredTensor matrix) {
    long[] shape = {matrix.shape()[1], matrix.shape()[0], 1, 1};
    return new StoredTensor(
        matrix.dtype(), shape, () -> TensorData.ofFloats(turned(matrix.load()), shape));
  }

  /** A convolution [out,in,1,1] as a matrix, [in,out]. */
  static TensorData matrix(TensorData convolution) {
    long[] shape = convolution.shape();
    return TensorData.ofFloats(turned(convolution), shape[1], shape[0]);
  }

  /** Columns as rows. */
  private static float[] turned(TensorData matrix) {
    int rows = Math.toIntExact(matrix.shape()[0]);
    int columns = Math.toIntExact(matrix.shape()[1]);
    float[] values = matrix.toFloats();
    float[] turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return turned;
  }

  /** The first rows of all, then the second rows, and so on. */
  static StoredTensor interleaved(StoredTensor... parts) {
    StoredTensor joined = Rows.joined(Arrays.asList(parts));
    int rows = Math.toIntExact(parts[0].shape()[0]);
    return Rows.lazily(joined, whole -> Rows.transposed(whole, parts.length, rows));
  }

  /** The reverse of {@link #interleaved}. */
  static List<TensorData> apart(TensorData joined, int parts) {
    int rows = Math.toIntExact(joined.shape()[0]) / parts;
    return Rows.cut(Rows.transposed(joined, rows, parts), parts);
  }
}
