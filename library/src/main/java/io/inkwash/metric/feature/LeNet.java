package io.inkwash.metric.feature;

import io.inkwash.torch.StateDict;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A small classifier of 28x28 gray images after LeCun et al. 1998, "Gradient-based learning applied
 * to document recognition": two convolutions, each with ReLU and a maximum over squares of four,
 * then three linear layers. The 84 features are what the last one sees. With 10 classes it has
 * 127,462 weights.
 *
 * <pre>
 * 1x28x28 ─ conv1 ─ 16x14x14 ─ conv2 ─ 32x5x5 ─ fc1 ─ 128 ─ fc2 ─ 84 features ─ fc3 ─ logits
 * </pre>
 */
public final class LeNet extends FeatureNet {

  /** Height and width of its input. */
  public static final int SIDE = 28;

  private static final int FEATURES = 84;
  private static final int HIDDEN = 128;
  private static final int FLAT = 32 * 5 * 5;

  private final int classes;
  private final Conv2dImpl conv1;
  private final Conv2dImpl conv2;
  private final LinearImpl fc1;
  private final LinearImpl fc2;
  private final LinearImpl fc3;

  /** A network for some number of classes; its weights are loaded, or drawn and trained. */
  public LeNet(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException(
          "LeNet for " + classes + " classes; allowed: 2 or more; it needs labeled images");
    }
    this.classes = classes;
    Conv2dOptions padded = new Conv2dOptions(1, 16, Tensors.pair(5));
    padded.padding().put(Tensors.pair(2));
    conv1 = child("conv1", new Conv2dImpl(padded));
    conv2 = child("conv2", new Conv2dImpl(new Conv2dOptions(16, 32, Tensors.pair(5))));
    fc1 = child("fc1", new LinearImpl(FLAT, HIDDEN));
    fc2 = child("fc2", new LinearImpl(HIDDEN, FEATURES));
    fc3 = child("fc3", new LinearImpl(FEATURES, classes));
  }

  /**
   * The features of trained weights; how many classes there are, the last layer's bias says.
   *
   * @param weights by the names of the network's state dict; copied
   * @param source where they come from, for the message
   * @throws io.inkwash.torch.StateDictException if the weights are not this network's
   */
  public static ClassifierFeatures extractor(String name, StateDict weights, String source) {
    Tensor bias = weights.get("fc3.bias");
    int classes = bias == null ? 2 : Math.max(2, Math.toIntExact(bias.numel()));
    return ClassifierFeatures.load(name, () -> new LeNet(classes), weights, source);
  }

  @Override
  public int width() {
    return FEATURES;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public String resizeRule() {
    return "gray (0.299 R + 0.587 G + 0.114 B), bilinear to 28x28, [-1, 1]";
  }

  @Override
  public int batch() {
    return 256;
  }

  @Override
  public Tensor prepare(Tensor pixels) {
    Tensor gray = Pixels.resized(Pixels.gray(pixels), SIDE);
    return gray.mul(new Scalar(2.0)).sub_(new Scalar(1.0));
  }

  /**
   * What the convolutions see, after their ReLU.
   *
   * @param input [N,1,H,W] in [-1, 1], of any size from 14 pixels
   * @return [N,16,H,W] and [N,32,H/2-4,W/2-4]
   */
  public List<Tensor> maps(Tensor input) {
    Tensor first = torch.relu(conv1.forward(input));
    return List.of(first, torch.relu(conv2.forward(torch.max_pool2d(first, 2, 2))));
  }

  @Override
  public Tensor features(Tensor input) {
    Tensor h = torch.max_pool2d(maps(input).get(1), 2, 2);
    h = torch.relu(fc1.forward(h.flatten(1, -1)));
    return torch.relu(fc2.forward(h));
  }

  @Override
  public Tensor logits(Tensor features) {
    return fc3.forward(features);
  }
}
