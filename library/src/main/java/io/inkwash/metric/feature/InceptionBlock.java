package io.inkwash.metric.feature;

import io.inkwash.torch.Net;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.AvgPool2dImpl;
import org.bytedeco.pytorch.AvgPool2dOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One of Inception's mixed layers: several chains of convolutions look at the same features, and
 * their outputs are stacked.
 *
 * <p>As in the network that FID was defined with, averages at the border leave out the padding, and
 * the last block takes the maximum where the others take the average.
 */
final class InceptionBlock extends Net {

  /** A link of a chain. */
  @FunctionalInterface
  private interface Layer {
    Tensor forward(Tensor x);
  }

  private final List<List<Layer>> chains = new ArrayList<>();

  private InceptionBlock() {}

  @Override
  public String toString() {
    return "InceptionBlock of " + chains.size() + " chains";
  }

  Tensor forward(Tensor x) {
    Tensor[] outputs = new Tensor[chains.size()];
    for (int i = 0; i < outputs.length; i++) {
      Tensor h = x;
      for (Layer layer : chains.get(i)) {
        h = layer.forward(h);
      }
      outputs[i] = h;
    }
    return Tensors.cat(1, outputs);
  }

  /** Szegedy's figure 5: 1x1, 5x5, two 3x3, pooling. */
  static InceptionBlock squares(int in, int pooled) {
    InceptionBlock b = new InceptionBlock();
    b.chain(b.same("branch1x1", in, 64, 1, 1));
    b.chain(b.same("branch5x5_1", in, 48, 1, 1), b.same("branch5x5_2", 48, 64, 5, 5));
    b.chain(
        b.same("branch3x3dbl_1", in, 64, 1, 1),
        b.same("branch3x3dbl_2", 64, 96, 3, 3),
        b.same("branch3x3dbl_3", 96, 96, 3, 3));
    b.chain(mean(), b.same("branch_pool", in, pooled, 1, 1));
    return b;
  }

  /** Halves height and width, from 288 channels to 768. */
  static InceptionBlock halveFirst(int in) {
    InceptionBlock b = new InceptionBlock();
    b.chain(b.halving("branch3x3", in, 384));
    b.chain(
        b.same("branch3x3dbl_1", in, 64, 1, 1),
        b.same("branch3x3dbl_2", 64, 96, 3, 3),
        b.halving("branch3x3dbl_3", 96, 96));
    b.chain(InceptionBlock::halvingMaximum);
    return b;
  }

  /** Figure 6: 7x7 as 1x7 after 7x1. */
  static InceptionBlock stripes(int in, int middle) {
    InceptionBlock b = new InceptionBlock();
    b.chain(b.same("branch1x1", in, 192, 1, 1));
    b.chain(
        b.same("branch7x7_1", in, middle, 1, 1),
        b.same("branch7x7_2", middle, middle, 1, 7),
        b.same("branch7x7_3", middle, 192, 7, 1));
    b.chain(
        b.same("branch7x7dbl_1", in, middle, 1, 1),
        b.same("branch7x7dbl_2", middle, middle, 7, 1),
        b.same("branch7x7dbl_3", middle, middle, 1, 7),
        b.same("branch7x7dbl_4", middle, middle, 7, 1),
        b.same("branch7x7dbl_5", middle, 192, 1, 7));
    b.chain(mean(), b.same("branch_pool", in, 192, 1, 1));
    return b;
  }

  /** Halves height and width, from 768 channels to 1280. */
  static InceptionBlock halveSecond(int in) {
    InceptionBlock b = new InceptionBlock();
    b.chain(b.same("branch3x3_1", in, 192, 1, 1), b.halving("branch3x3_2", 192, 320));
    b.chain(
        b.same("branch7x7x3_1", in, 192, 1, 1),
        b.same("branch7x7x3_2", 192, 192, 1, 7),
        b.same("branch7x7x3_3", 192, 192, 7, 1),
        b.halving("branch7x7x3_4", 192, 192));
    b.chain(InceptionBlock::halvingMaximum);
    return b;
  }

  /** Figure 7, with the average of neighbors. */
  static InceptionBlock forkedWithMean(int in) {
    return forked(in, mean());
  }

  /** Figure 7, with the maximum of neighbors. */
  static InceptionBlock forkedWithMaximum(int in) {
    return forked(in, x -> torch.max_pool2d(x, square(3), square(1), square(1), square(1), false));
  }

  private static InceptionBlock forked(int in, Layer pool) {
    InceptionBlock b = new InceptionBlock();
    b.chain(b.same("branch1x1", in, 320, 1, 1));
    b.chain(
        b.same("branch3x3_1", in, 384, 1, 1),
        fork(b.same("branch3x3_2a", 384, 384, 1, 3), b.same("branch3x3_2b", 384, 384, 3, 1)));
    b.chain(
        b.same("branch3x3dbl_1", in, 448, 1, 1),
        b.same("branch3x3dbl_2", 448, 384, 3, 3),
        fork(b.same("branch3x3dbl_3a", 384, 384, 1, 3), b.same("branch3x3dbl_3b", 384, 384, 3, 1)));
    b.chain(pool, b.same("branch_pool", in, 192, 1, 1));
    return b;
  }

  private void chain(Layer... layers) {
    chains.add(List.of(layers));
  }

  private Layer same(String name, int in, int out, int height, int width) {
    return child(name, ConvUnit.same(in, out, height, width))::forward;
  }

  private Layer halving(String name, int in, int out) {
    return child(name, ConvUnit.valid(in, out, 3, 2))::forward;
  }

  private static Layer fork(Layer one, Layer other) {
    return x -> Tensors.cat(1, one.forward(x), other.forward(x));
  }

  private static Layer mean() {
    AvgPool2dOptions options = new AvgPool2dOptions(Tensors.pair(3));
    options.stride().put(Tensors.pair(1));
    options.padding().put(Tensors.pair(1));
    options.count_include_pad().put(false);
    return new AvgPool2dImpl(options)::forward;
  }

  /** The maximum over 3x3 places, each two on from the last. */
  static Tensor halvingMaximum(Tensor x) {
    return torch.max_pool2d(x, square(3), square(2), square(0), square(1), false);
  }

  private static long[] square(long value) {
    return new long[] {value, value};
  }
}
