package io.inkwash.metric.feature;

import io.inkwash.torch.StateDict;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Inception-v3 (Szegedy et al. 2016, "Rethinking the Inception architecture for computer vision")
 * as FID knows it: the network of 2015-12-05 with 1008 logits, whose 2048 features are the means of
 * its last layer over all places.
 *
 * <p>Names and shapes are those of the PyTorch port of these weights, {@code
 * pt_inception-2015-12-05-6726825d.pth}, saved as safetensors. That port, like the original,
 * differs from torchvision's network: averages leave out the padding, and the last block pools by
 * maximum. Its counters {@code num_batches_tracked} are passed over.
 *
 * <p>Images are resized without smoothing, so a number from here compares with other programs' only
 * where they resize alike; for images that are 299x299 there is nothing to resize.
 */
public final class InceptionV3 extends FeatureNet {

  /** Height and width of its input. */
  public static final int SIDE = 299;

  private static final int FEATURES = 2048;
  private static final int CLASSES = 1008;
  private static final String COUNTER = "num_batches_tracked";

  private final ConvUnit conv1a;
  private final ConvUnit conv2a;
  private final ConvUnit conv2b;
  private final ConvUnit conv3b;
  private final ConvUnit conv4a;
  private final InceptionBlock[] mixed;
  private final LinearImpl logits;

  /** Builds the network, all weights zero until they are loaded. */
  public InceptionV3() {
    conv1a = child("Conv2d_1a_3x3", ConvUnit.valid(3, 32, 3, 2));
    conv2a = child("Conv2d_2a_3x3", ConvUnit.valid(32, 32, 3, 1));
    conv2b = child("Conv2d_2b_3x3", ConvUnit.same(32, 64, 3, 3));
    conv3b = child("Conv2d_3b_1x1", ConvUnit.valid(64, 80, 1, 1));
    conv4a = child("Conv2d_4a_3x3", ConvUnit.valid(80, 192, 3, 1));
    mixed =
        new InceptionBlock[] {
          child("Mixed_5b", InceptionBlock.squares(192, 32)),
          child("Mixed_5c", InceptionBlock.squares(256, 64)),
          child("Mixed_5d", InceptionBlock.squares(288, 64)),
          child("Mixed_6a", InceptionBlock.halveFirst(288)),
          child("Mixed_6b", InceptionBlock.stripes(768, 128)),
          child("Mixed_6c", InceptionBlock.stripes(768, 160)),
          child("Mixed_6d", InceptionBlock.stripes(768, 160)),
          child("Mixed_6e", InceptionBlock.stripes(768, 192)),
          child("Mixed_7a", InceptionBlock.halveSecond(768)),
          child("Mixed_7b", InceptionBlock.forkedWithMean(1280)),
          child("Mixed_7c", InceptionBlock.forkedWithMaximum(2048)),
        };
    logits = child("fc", new LinearImpl(FEATURES, CLASSES));
  }

  @Override
  public int width() {
    return FEATURES;
  }

  @Override
  public int classes() {
    return CLASSES;
  }

  @Override
  public String resizeRule() {
    return "gray three times over, bilinear to 299x299 (corners not aligned, no smoothing), [-1,"
        + " 1]";
  }

  @Override
  public int batch() {
    return 16;
  }

  @Override
  public Tensor prepare(Tensor pixels) {
    Tensor colors = Pixels.resized(Pixels.colors(pixels), SIDE);
    return colors.mul(new Scalar(2.0)).sub_(new Scalar(1.0));
  }

  @Override
  public Tensor features(Tensor input) {
    Tensor h = conv2b.forward(conv2a.forward(conv1a.forward(input)));
    h = InceptionBlock.halvingMaximum(h);
    h = conv4a.forward(conv3b.forward(h));
    h = InceptionBlock.halvingMaximum(h);
    for (InceptionBlock block : mixed) {
      h = block.forward(h);
    }
    return h.mean(2, 3);
  }

  @Override
  public Tensor logits(Tensor features) {
    return logits.forward(features);
  }

  @Override
  public void load(StateDict weights, String source) {
    StateDict learned = new StateDict();
    weights.forEach(
        (name, tensor) -> {
          if (!name.endsWith(COUNTER)) {
            learned.put(name, tensor);
          }
        });
    super.load(learned, source);
  }
}
