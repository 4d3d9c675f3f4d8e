package io.inkwash.reconstruction;

import io.inkwash.metric.feature.LeNet;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The perceptual distance of a {@link LeNet}'s convolutions (Zhang et al. 2018, arXiv 1801.03924,
 * equation 1, all weights one): feature vectors of unit length at each position, their squared
 * difference, its mean over positions, the sum over layers.
 */
public final class LeNetDistance implements FeatureDistance {
  /** The least height and width of images: half of it is as large as a kernel. */
  public static final int SMALLEST = 10;

  private static final double EPSILON = 1e-10;

  private final LeNet network;

  /**
   * A distance.
   *
   * @param network the classifier, which is frozen by this; it lives as long as the caller's scope
   */
  public LeNetDistance(LeNet network) {
    this.network = network;
    network.train(false);
    network.weightDict().values().forEach(weight -> weight.requires_grad_(false));
  }

  @Override
  public Tensor between(Tensor real, Tensor other) {
    List<Tensor> a = network.maps(gray(real));
    List<Tensor> b = network.maps(gray(other));
    Tensor sum = apart(a.get(0), b.get(0));
    for (int layer = 1; layer < a.size(); layer++) {
      sum = sum.add(apart(a.get(layer), b.get(layer)));
    }
    return sum;
  }

  private static Tensor apart(Tensor a, Tensor b) {
    return unit(a).sub(unit(b)).square().sum(1).mean();
  }

  private static Tensor unit(Tensor maps) {
    Tensor length = maps.square().sum(1).unsqueeze(1).add(new Scalar(EPSILON)).sqrt();
    return maps.div(length);
  }

  private static Tensor gray(Tensor images) {
    return images.size(1) == 1 ? images : images.mean(1).unsqueeze(1);
  }
}
