package io.inkwash.nn;

import io.inkwash.torch.ForwardMode;
import io.inkwash.torch.Tensors;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv1dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.ConvTranspose2dImpl;
import org.bytedeco.pytorch.ConvTranspose2dOptions;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.GroupNormOptions;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LayerNormOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * libtorch's layers, from plain numbers. Each is a new layer whose weights are drawn when the
 * network that holds it is {@linkplain io.inkwash.torch.Net#initialize initialized}.
 */
public final class Layers {

  /** Groups of a group norm in the larger networks; their channels are multiples of this. */
  public static final int GROUPS = 32;

  private Layers() {}

  /**
   * A square convolution of [N,in,H,W].
   *
   * @param in channels in
   * @param out channels out
   * @param kernel side of the kernel
   * @param stride pixels from one output to the next
   * @param padding zeros added on each side
   */
  public static Conv2dImpl conv(long in, long out, long kernel, long stride, long padding) {
    return new Conv2dImpl(convOptions(in, out, kernel, stride, padding));
  }

  /** The same without a bias. */
  public static Conv2dImpl unbiasedConv(long in, long out, long kernel, long stride, long padding) {
    Conv2dOptions options = convOptions(in, out, kernel, stride, padding);
    options.bias().put(false);
    return new Conv2dImpl(options);
  }

  private static Conv2dOptions convOptions(
      long in, long out, long kernel, long stride, long padding) {
    Conv2dOptions options = new Conv2dOptions(in, out, Tensors.pair(kernel));
    options.stride().put(Tensors.pair(stride));
    options.padding().put(Tensors.pair(padding));
    return options;
  }

  /** A square transposed convolution of [N,in,H,W]; the numbers are those of {@link #conv}. */
  public static ConvTranspose2dImpl convTranspose(
      long in, long out, long kernel, long stride, long padding) {
    ConvTranspose2dOptions options = new ConvTranspose2dOptions(in, out, Tensors.pair(kernel));
    options.stride().put(Tensors.pair(stride));
    options.padding().put(Tensors.pair(padding));
    return new ConvTranspose2dImpl(options);
  }

  /** A linear map of the channels at each position of [N,C,T]. */
  public static Conv1dImpl pointwise(long in, long out) {
    return new Conv1dImpl(in, out, new LongPointer(new long[] {1}));
  }

  /** A group norm with {@link #GROUPS} groups. */
  public static GroupNormImpl norm(long channels) {
    return new GroupNormImpl(GROUPS, channels);
  }

  /** A group norm with so many groups, and a number that keeps its divisor from zero. */
  public static GroupNormImpl norm(long channels, long groups, double epsilon) {
    GroupNormOptions options = new GroupNormOptions(groups, channels);
    options.eps().put(epsilon);
    return new GroupNormImpl(options);
  }

  /** A layer norm of the last dimension, of so many numbers. */
  public static LayerNormImpl layerNorm(long width, double epsilon) {
    LayerNormOptions options = new LayerNormOptions(new LongVector(new long[] {width}));
    options.eps().put(epsilon);
    return new LayerNormImpl(options);
  }

  /** A linear map without a bias. */
  public static LinearImpl unbiased(long in, long out) {
    LinearOptions options = new LinearOptions(in, out);
    options.bias().put(false);
    return new LinearImpl(options);
  }

  /** A batch norm with PyTorch's settings. */
  public static BatchNorm2dImpl batchNorm(long channels) {
    return new BatchNorm2dImpl(new BatchNormOptions(channels));
  }

  /** [N,C,H,W] with a column of zeros at the right and a row at the bottom. */
  public static Tensor padRightAndBottom(Tensor x) {
    return torch.constant_pad_nd(x, new long[] {0, 1, 0, 1});
  }

  /** Applies a norm in float32, whatever the type of the features, which is also the result's. */
  public static Tensor normalize(GroupNormImpl norm, Tensor x) {
    return norm.forward(ForwardMode.laidOut(x.to(ScalarType.Float))).to(x.scalar_type());
  }
}
