package io.inkwash.metric.feature;

import io.inkwash.torch.Net;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.Tensor;

/** Inception's smallest part: a convolution without bias, a batch norm, ReLU. */
final class ConvUnit extends Net {
  private final Conv2dImpl conv;
  private final FrozenBatchNorm norm;

  private ConvUnit(long in, long out, LongPointer kernel, LongPointer stride, LongPointer padding) {
    Conv2dOptions options = new Conv2dOptions(in, out, kernel);
    options.stride().put(stride);
    options.padding().put(padding);
    options.bias().put(false);
    conv = child("conv", new Conv2dImpl(options));
    norm = child("bn", new FrozenBatchNorm(out));
  }

  /** Keeps height and width; the kernel's sides are odd. */
  static ConvUnit same(long in, long out, long height, long width) {
    return new ConvUnit(
        in, out, both(height, width), both(1, 1), both((height - 1) / 2, (width - 1) / 2));
  }

  /** Sees whole kernels only, each {@code stride} on from the last. */
  static ConvUnit valid(long in, long out, long kernel, long stride) {
    return new ConvUnit(in, out, both(kernel, kernel), both(stride, stride), both(0, 0));
  }

  private static LongPointer both(long height, long width) {
    return new LongPointer(height, width);
  }

  Tensor forward(Tensor x) {
    return norm.forward_(conv.forward(x)).relu_();
  }
}
