package io.inkwash.objective;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch of images, each carried to its own time of the forward process: {@code x_t = alpha(t) x0
 * + sigma(t) eps}.
 *
 * @param path the forward process
 * @param times [N] the times, with their importance
 * @param x0 [N,C,H,W] the clean images
 * @param eps [N,C,H,W] the noise
 * @param xt [N,C,H,W] the noisy images
 */
record Diffused(GaussianPath path, TimeBatch times, Tensor x0, Tensor eps, Tensor xt) {

  /** Times given, noise drawn. */
  static Diffused draw(GaussianPath path, TimeBatch times, Tensor x0, Rng key) {
    return of(path, times, x0, key.stream("noise").normal(Tensors.shape(x0)));
  }

  /** Noise and times given. */
  static Diffused of(GaussianPath path, TimeBatch times, Tensor x0, Tensor noise) {
    Tensor eps = noise.to(x0.scalar_type());
    double[] t = times.t();
    Tensor xt = x0.mul(column(t, path::alpha, x0)).add_(eps.mul(column(t, path::sigma, x0)));
    return new Diffused(path, times, x0, eps, xt);
  }

  /** The same batch at other noisy images, for a loss that derives by them. */
  Diffused at(Tensor noisy) {
    return new Diffused(path, times, x0, eps, noisy);
  }

  /** Other clean images, at the same times and with the same noise. */
  Diffused of(Tensor clean) {
    return of(path, times, clean, eps);
  }

  /** The same noisy images, as other clean ones with the noise that is then in them. */
  Diffused explained(Tensor clean) {
    Tensor noise = xt.sub(clean.mul(column(path::alpha))).mul(column(t -> 1 / path.sigma(t)));
    return new Diffused(path, times, clean, noise, xt);
  }

  /** {@code a(t) x0 + b(t) eps}: the target of the network's output. */
  Tensor target(Target target) {
    return x0.mul(column(u -> target.x0Coefficient(path, u)))
        .add_(eps.mul(column(u -> target.epsCoefficient(path, u))));
  }

  /**
   * The network's output.
   *
   * @param parts 1, or 2 where a learned variance comes in the second half of its channels
   */
  Tensor output(
      Backbone network, Parameterization parameterization, Conditioning conditioning, int parts) {
    Tensor input = xt.mul(column(u -> parameterization.inputScale().at(path, u)));
    Tensor levels = row(u -> parameterization.noiseLevelInput().at(path, u), Tensors.zeros(1));
    Tensor output = network.forward(input, levels, conditioning);
    long wanted = parts * x0.size(1);
    if (output.size(1) != wanted) {
      throw new IllegalArgumentException(
          format(
              "the network gives %d channels for images of %d; this objective needs %d: %s",
              output.size(1),
              x0.size(1),
              wanted,
              parts == 2
                  ? "use a network with learned variance"
                  : "use a network without learned variance"));
    }
    return output;
  }

  /** [N,C,H,W] the network's estimate of the clean images, in their type. */
  Tensor estimate(Backbone network, Parameterization parameterization, Conditioning conditioning) {
    return estimate(parameterization.target(), output(network, parameterization, conditioning, 1));
  }

  /** [N,C,H,W] the estimate of the clean images in a network's output, in their type. */
  Tensor estimate(Target target, Tensor networkOutput) {
    Tensor output = networkOutput.to(x0.scalar_type());
    return xt.mul(column(t -> target.toX0(path, t).xCoefficient()))
        .add(output.mul(column(t -> target.toX0(path, t).yCoefficient())));
  }

  /** One number an image as [N,1,1,1], in the images' type. */
  Tensor column(DoubleUnaryOperator f) {
    return column(times.t(), f, x0);
  }

  /** One number an image as [N,1,1,1], in the images' type. */
  Tensor column(double[] values) {
    return Tensors.of(values, values.length, 1, 1, 1).to(x0.scalar_type());
  }

  /** One number an image as [N], in the images' type. */
  Tensor row(DoubleUnaryOperator f) {
    return row(f, x0);
  }

  /** The loss of these images. */
  LossTerms loss(Tensor perImage, Consumer<double[]> observer) {
    double[] importance = times.importance();
    Tensor weights = Tensors.of(importance, importance.length).to(perImage.scalar_type());
    Tensor total = perImage.mul(weights).mean();
    return new LossTerms(total, perImage.detach(), observer);
  }

  private Tensor row(DoubleUnaryOperator f, Tensor like) {
    double[] values = Arrays.stream(times.t()).map(f).toArray();
    return Tensors.of(values, values.length).to(like.scalar_type());
  }

  private static Tensor column(double[] t, DoubleUnaryOperator f, Tensor like) {
    double[] values = Arrays.stream(t).map(f).toArray();
    return Tensors.of(values, values.length, 1, 1, 1).to(like.scalar_type());
  }
}
