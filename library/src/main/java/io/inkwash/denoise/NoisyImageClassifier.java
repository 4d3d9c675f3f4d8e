package io.inkwash.denoise;

import io.inkwash.nn.classifier.EncoderUNet;
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
    Network network, GaussianPath path, double low, double high, Tensor classes)
    implements Classifier {

  /**
   * The least and the largest noise level that networks are trained on, as the noise's standard
   * deviation beside pixels in [-1, 1]. Below there is no noise to be seen, above no image.
   */
  public static final double LEAST = 0.01;

  /** See {@link #LEAST}. */
  public static final double LARGEST = 100;

  /** A network, whatever it was trained on. */
  @FunctionalInterface
  public interface Network {

    /**
     * The logits.
     *
     * @param image [N,C,H,W] pixels in [-1, 1] and noise
     * @param level the noise's standard deviation
     * @return [N,K]
     */
    Tensor logits(Tensor image, double level);
  }

  /** A network that was trained on images of unit variance and the logarithm of the level. */
  public static Network of(NoisyImageNet network) {
    return (image, level) -> {
      double known = Math.min(LARGEST, Math.max(LEAST, level));
      return network.logits(scaled(image, 1 / Math.hypot(1, level)), each(image, Math.log(known)));
    };
  }

  /**
   * A network that was trained on a table of betas.
   *
   * @param trained the table; a level beyond its ends is taken as that of the end
   */
  public static Network of(EncoderUNet network, GaussianPath trained) {
    double first = trained.noiseRatio(1);
    double last = trained.noiseRatio(trained.end());
    return (image, level) -> {
      double t = trained.timeAtNoiseRatio(Math.min(last, Math.max(first, level)));
      return network.logits(scaled(image, trained.alpha(t)), each(image, t - 1));
    };
  }

  private static Tensor scaled(Tensor image, double factor) {
    return image.mul(new Scalar(factor)).to(ScalarType.Float);
  }

  /** [N] the same number for each image. */
  private static Tensor each(Tensor image, double number) {
    double[] numbers = new double[Math.toIntExact(image.size(0))];
    Arrays.fill(numbers, number);
    return Tensors.of(numbers, numbers.length).to(ScalarType.Float);
  }

  @Override
  public Tensor logProbability(Tensor x, double t) {
    double signal = path.alpha(t) * (high - low) / 2;
    double middle = path.alpha(t) * (high + low) / 2;
    Tensor image = x.sub(new Scalar(middle)).mul(new Scalar(1 / signal));
    Tensor logits = network.logits(image, path.sigma(t) / signal);
    return logits.log_softmax(1).gather(1, classes.unsqueeze(1)).squeeze(1);
  }
}
