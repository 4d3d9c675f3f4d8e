package io.inkwash.objective;

import io.inkwash.nn.Conditioning;
import io.inkwash.nn.classifier.NoisyDiscriminator;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.Rng;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A discriminator that a student has to deceive, trained beside it: it compares the student with
 * the data, so that the student need not repeat the faults of its teacher (Yin et al. 2024,
 * "Improved Distribution Matching Distillation", arXiv 2405.14867, section 4.3). Like all that
 * matches distributions here it sees noisy images, of every noise level (Wang et al. 2023,
 * "Diffusion-GAN", arXiv 2206.02262):
 *
 * <pre>
 * L_D = softplus(-D(alpha_t x_data + sigma_t eps)) + softplus(D(alpha_t x + sigma_t eps'))
 * L_G = weight softplus(-D(alpha_t x + sigma_t eps))
 * </pre>
 *
 * @param path the forward process
 * @param times of the noisy images
 * @param weight of the student's term, above 0
 * @param rate the discriminator's learning rate, above 0
 */
public record Adversary(GaussianPath path, TimeSampler times, double weight, double rate) {
  private static final double LEAST_SIGNAL = 1e-3;

  /** Checks the numbers. */
  public Adversary {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "adversary of distribution matching is " + weight + "; allowed: 0 for none, or above");
    }
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "adversaryRate of distribution matching is " + rate + "; allowed: above 0, such as 1e-3");
    }
  }

  /**
   * The discriminator's loss.
   *
   * @param real [N,C,H,W] images of the data
   * @param made [N,C,H,W] images of the student
   * @param conditioning what both are of
   */
  public LossTerms loss(
      NoisyDiscriminator network, Tensor real, Tensor made, Conditioning conditioning, Rng key) {
    DrawnTimes drawn = DrawnTimes.of(times.start(path), Math.toIntExact(real.size(0)), key);
    Tensor ofReal =
        logits(network, Diffused.draw(path, drawn.own(), real, key.stream("real")), conditioning);
    Tensor ofMade =
        logits(network, Diffused.draw(path, drawn.own(), made, key.stream("made")), conditioning);
    Tensor perImage = torch.softplus(ofReal.neg()).add(torch.softplus(ofMade));
    return new LossTerms(perImage.mean(), perImage.detach(), losses -> {});
  }

  /** [N] the student's loss of its noisy images, without the weight. */
  Tensor undeceived(NoisyDiscriminator network, Diffused noisy, Conditioning conditioning) {
    return torch.softplus(logits(network, noisy, conditioning).neg());
  }

  private Tensor logits(NoisyDiscriminator network, Diffused noisy, Conditioning conditioning) {
    Tensor scaled = noisy.xt().mul(noisy.column(t -> 1 / Math.hypot(path.alpha(t), path.sigma(t))));
    Tensor levels = noisy.row(t -> Math.log(path.sigma(t)) - Math.log(signal(t)));
    return network.forward(scaled, levels, conditioning);
  }

  /** What is left of the image, of which a path may leave nothing. */
  private double signal(double t) {
    return Math.max(path.alpha(t), LEAST_SIGNAL * path.sigma(t));
  }
}
