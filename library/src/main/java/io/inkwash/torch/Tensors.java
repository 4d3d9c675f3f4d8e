package io.inkwash.torch;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Tensors from and to Java arrays, and the few operations whose plain call is a trap. New tensors
 * are made on the {@linkplain ComputeDevice#current current device}.
 */
public final class Tensors {
  static {
    Natives.load();
  }

  private Tensors() {}

  /** A float32 tensor with the array's values. */
  public static Tensor of(float[] values, long... shape) {
    checkCount(values.length, shape);
    Tensor tensor = torch.empty(shape, options(ScalarType.Float), null);
    if (values.length > 0) { // without elements it has no memory
      tensor.data_ptr_float().put(values);
    }
    return ComputeDevice.toCurrent(tensor);
  }

  /** A float64 tensor with the array's values. */
  public static Tensor of(double[] values, long... shape) {
    checkCount(values.length, shape);
    Tensor tensor = torch.empty(shape, options(ScalarType.Double), null);
    if (values.length > 0) { // without elements it has no memory
      tensor.data_ptr_double().put(values);
    }
    return ComputeDevice.toCurrent(tensor);
  }

  /** An int64 tensor with the array's values. */
  public static Tensor of(long[] values, long... shape) {
    checkCount(values.length, shape);
    Tensor tensor = torch.empty(shape, options(ScalarType.Long), null);
    if (values.length > 0) { // without elements it has no memory
      tensor.data_ptr_long().put(values);
    }
    return ComputeDevice.toCurrent(tensor);
  }

  /**
   * A tensor over memory outside the Java heap, such as that of a mapped file, which is not copied:
   * the buffer has to be kept as long as the tensor is used. On another device than the CPU it is a
   * copy.
   *
   * @param bytes a direct buffer, from its beginning; of the machine's byte order
   * @param type of the elements
   */
  public static Tensor over(ByteBuffer bytes, ScalarType type, long... shape) {
    BytePointer memory = new BytePointer(bytes);
    return ComputeDevice.toCurrent(torch.from_blob(memory, shape, options(type)));
  }

  /** One float32 number an image, shaped [N,1,1,1] so that it multiplies a batch of images. */
  public static Tensor perImage(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return of(floats, values.length, 1, 1, 1);
  }

  /**
   * A sparse float64 matrix.
   *
   * @param indices the rows of all values, then their columns; each pair at most once
   * @param values the values
   */
  public static Tensor sparse(long[] indices, double[] values, long rows, long columns) {
    return torch.sparse_coo_tensor(
        of(indices, 2, values.length), of(values, values.length), rows, columns);
  }

  /** Zeros of float32. */
  public static Tensor zeros(long... shape) {
    return ComputeDevice.toCurrent(torch.zeros(shape, options(ScalarType.Float)));
  }

  /**
   * All values in row-major order, as float32, whatever the tensor's type, strides and device. A
   * tensor of the meta device has no values: zeros come instead.
   */
  public static float[] toFloats(Tensor tensor) {
    if (tensor.is_meta()) {
      return new float[Math.toIntExact(tensor.numel())];
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor plain = tensor.detach().cpu().to(ScalarType.Float).contiguous();
      float[] values = new float[Math.toIntExact(plain.numel())];
      if (values.length > 0) {
        plain.data_ptr_float().get(values);
      }
      return values;
    }
  }

  /** The value of a tensor of one element; see {@link #toDoubles}. */
  public static double item(Tensor tensor) {
    try (TensorScope scope = TensorScope.open()) {
      return toDoubles(tensor)[0];
    }
  }

  /** All values in row-major order, as float64; see {@link #toFloats}. */
  public static double[] toDoubles(Tensor tensor) {
    if (tensor.is_meta()) {
      return new double[Math.toIntExact(tensor.numel())];
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor plain = tensor.detach().cpu().to(ScalarType.Double).contiguous();
      double[] values = new double[Math.toIntExact(plain.numel())];
      if (values.length > 0) {
        plain.data_ptr_double().get(values);
      }
      return values;
    }
  }

  /** The shape. */
  public static long[] shape(Tensor tensor) {
    long[] shape = new long[Math.toIntExact(tensor.dim())];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }

  /** The number of elements of a shape. */
  public static long count(long... shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /** {@code a x + b y}. */
  public static Tensor combine(double a, Tensor x, double b, Tensor y) {
    return x.mul(new Scalar(a)).add_(y, new Scalar(b));
  }

  /** Values below {@code low} become it, values above {@code high} become that. */
  public static Tensor clamp(Tensor x, double low, double high) {
    return x.clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high)));
  }

  /** The Euclidean norm of each image of a batch, shaped [N,1,1,1]. */
  public static Tensor normPerImage(Tensor x) {
    return x.flatten(1, -1).square().sum(1).sqrt_().view(-1, 1, 1, 1);
  }

  /**
   * A quantile of each image's values, shaped [N,1,1,1], with linear interpolation.
   *
   * @param q in [0, 1]
   */
  public static Tensor quantilePerImage(Tensor x, double q) {
    return x.flatten(1, -1).quantile(q, new LongOptional(1), false, "linear").view(-1, 1, 1, 1);
  }

  /** The mean over a dimension, which stays, of size 1. */
  public static Tensor mean(Tensor x, long dimension) {
    return x.mean(new long[] {dimension}, true, new ScalarTypeOptional());
  }

  /** Joins tensors along a dimension. */
  public static Tensor cat(long dimension, Tensor... parts) {
    return torch.cat(new TensorVector(parts), dimension);
  }

  /** Fills in place with uniform numbers in [low, high) from a generator. */
  public static Tensor fillUniform(Tensor x, double low, double high, Generator generator) {
    return x.uniform_(low, high, new GeneratorOptional(generator));
  }

  /** Fills in place with standard normal numbers from a generator. */
  public static Tensor fillNormal(Tensor x, Generator generator) {
    return x.normal_(0, 1, new GeneratorOptional(generator));
  }

  /**
   * Ones, with the given probability, and zeros, in the shape and layout of a tensor. They are
   * drawn on the CPU.
   *
   * @param x a row for each that the key is for, first, in any layout that has its rows one after
   *     the other
   * @param key where they come from
   */
  public static Tensor bernoulliLike(Tensor x, double probability, Rng key) {
    GeneratorOptional generator = new GeneratorOptional(torch.make_generator_cpu(key.key()));
    Rng.Rows rows = key.rows();
    rows.require(x.size(0));
    if (rows.all()) {
      Tensor drawn =
          x.is_cpu() ? torch.empty_like(x) : torch.empty(shape(x), options(x.scalar_type()), null);
      return ComputeDevice.toCurrent(drawn.bernoulli_(probability, generator));
    }
    Tensor whole = emptyBatch(x, rows.total()).bernoulli_(probability, generator);
    return ComputeDevice.toCurrent(whole.narrow(0, rows.first(), rows.count()));
  }

  /** Memory on the CPU for a batch of so many rows laid out as those of a tensor. */
  private static Tensor emptyBatch(Tensor x, long rows) {
    long[] shape = shape(x);
    long[] strides = new long[shape.length];
    for (int i = 1; i < shape.length; i++) {
      strides[i] = x.stride(i);
    }
    strides[0] = x.numel() / shape[0];
    shape[0] = rows;
    return x.is_cpu()
        ? torch.empty_strided(shape, strides, options(x.scalar_type()))
        : torch.empty(shape, options(x.scalar_type()), null);
  }

  /** Tensor options of a type on the CPU. */
  public static TensorOptions options(ScalarType type) {
    return new TensorOptions().dtype(new ScalarTypeOptional(type));
  }

  /** A pointer for the expanding array (height, width) that layer options take. */
  public static LongPointer pair(long value) {
    return new LongPointer(value, value);
  }

  private static void checkCount(int length, long[] shape) {
    if (length != count(shape)) {
      throw new IllegalArgumentException(
          length
              + " values do not fill shape "
              + java.util.Arrays.toString(shape)
              + ", which holds "
              + count(shape));
    }
  }
}
