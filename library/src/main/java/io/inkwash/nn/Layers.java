package io.inkwash.nn;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.ConvTranspose2dImpl;
import org.bytedeco.pytorch.ConvTranspose2dOptions;

/** libtorch's layers, from plain numbers. */
final class Layers {
  private Layers() {}

  /** A square convolution. */
  static Conv2dImpl conv(long in, long out, long kernel, long stride, long padding) {
    Conv2dOptions options = new Conv2dOptions(in, out, Tensors.pair(kernel));
    options.stride().put(Tensors.pair(stride));
    options.padding().put(Tensors.pair(padding));
    return new Conv2dImpl(options);
  }

  /** A square transposed convolution. */
  static ConvTranspose2dImpl convTranspose(
      long in, long out, long kernel, long stride, long padding) {
    ConvTranspose2dOptions options = new ConvTranspose2dOptions(in, out, Tensors.pair(kernel));
    options.stride().put(Tensors.pair(stride));
    options.padding().put(Tensors.pair(padding));
    return new ConvTranspose2dImpl(options);
  }
}
