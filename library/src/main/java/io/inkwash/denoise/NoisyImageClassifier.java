package io.inkwash.denoise;

import io.inkwash.nn.classifier.NoisyImageNet;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The probability of requested classes by a network that was trained on noisy images.
 *
 * <p>Every Gaussian process adds noise of some level to an image that is scaled: what a class's
 * probability depends on is {@code x / alpha} and {@code sigma / alpha}. So one network serves
 * every path, whichever it is sampled on.
 *
 * @param network the classifier; not closed here
 * @param path the process that {@code x} is on
 * @param low the number that stands for black
 * @param high the number that stands for white
 * @param classes [N] int64, the class requested of each image
 */
public record NoisyImageClassifier(
    NoisyImageNet network, GaussianPath path, double low, double high, Tensor classes)
    implements Classifier {

  /**
   * The least and the largest noise level that networks are trained on, as the noise's standard
   * deviation beside pixels in [-1, 1]. Below there is no noise to be seen, above no image.
   */
  public static final double LEAST = 0.01;

  /** See {@link #LEAST}. */
  public static final double LARGEST = 100;

  @Override
  public Tensor logProbability(Tensor x, double t) {
    double half = (high - low) / 2;
    double signal = path.alpha(t) * half;
    double sigma = path.sigma(t);
    double middle = path.alpha(t) * (high + low) / 2;
    Tensor scaled = x.sub(new Scalar(middle)).mul(new Scalar(1 / Math.hypot(signal, sigma)));
    double level = Math.min(LARGEST, Math.max(LEAST, sigma / signal));
    double[] levels = new double[Math.toIntExact(x.size(0))];
    Arrays.fill(levels, Math.log(level));
    Tensor logits =
        network.logits(
            scaled.to(ScalarType.Float), Tensors.of(levels, levels.length).to(ScalarType.Float));
    return logits.log_softmax(1).gather(1, classes.unsqueeze(1)).squeeze(1);
  }
}
