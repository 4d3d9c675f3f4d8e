package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.Conversion;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained network read as a denoiser: its output, whatever target it was trained on, becomes x0.
 *
 * @param network the network, whose weights may be its own or their moving average
 * @param path the process that it was trained on
 * @param parameterization how it meets that process
 * @param variance where its step variance comes from; a learned one is in the second half of the
 *     network's channels
 * @param conditioning what the images are to be, one row an image
 * @param precision the arithmetic of its forward pass
 */
public record NetworkDenoiser(
    Backbone network,
    GaussianPath path,
    Parameterization parameterization,
    Variance variance,
    Conditioning conditioning,
    Precision precision)
    implements Denoiser {

  /**
   * The most images that are denoised twice in one batch: of compact-unet and adm-unet on a
   * processor, two images at a time take 1.1 and 1.7 times as long as one, and 64 take twice as
   * long as 32.
   */
  private static final int DOUBLED = 8;

  /**
   * Refuses a learned variance without timesteps.
   *
   * @throws IllegalArgumentException if the variance is learned and the path is not discrete
   */
  public NetworkDenoiser {
    if (variance.learned() && !path.discrete()) {
      throw new IllegalArgumentException(
          format(
              "learned variance on %s: it is that of a step to the timestep below; use a discrete path",
              path.name()));
    }
  }

  /** A network that predicts no variance. */
  public NetworkDenoiser(
      Backbone network,
      GaussianPath path,
      Parameterization parameterization,
      Conditioning conditioning,
      Precision precision) {
    this(network, path, parameterization, Variance.FIXED_SMALL, conditioning, precision);
  }

  /** Gradients are recorded where {@code x} requires its own, and only there. */
  @Override
  public Denoised denoise(Tensor x, double t) {
    try (TensorScope scope = TensorScope.open();
        Grad gradient = x.requires_grad() ? Grad.on() : Grad.off()) {
      Tensor output = output(x, t).to(x.scalar_type());
      long channels = x.size(1);
      checkChannels(output.size(1), channels);
      Tensor y = output.narrow(1, 0, channels);
      Conversion toX0 = parameterization.target().toX0(path, t);
      Tensor x0 = Tensors.combine(toX0.xCoefficient(), x, toX0.yCoefficient(), y);
      if (!variance.learned()) {
        return Denoised.of(scope.keep(x0));
      }
      Tensor fraction =
          variance.fraction(
              VarianceRange.below(path, path.snap(t)), output.narrow(1, channels, channels));
      return new Denoised(scope.keep(x0), scope.keep(fraction));
    }
  }

  /** In one pass of the network, where that is faster. */
  @Override
  public Both denoiseBoth(Denoiser other, Tensor x, double t) {
    int images = Math.toIntExact(x.size(0));
    if (images > DOUBLED
        || x.requires_grad()
        || !(other instanceof NetworkDenoiser second && differsInConditioning(second))) {
      return Denoiser.super.denoiseBoth(other, x, t);
    }
    try (TensorScope scope = TensorScope.open()) {
      Conditioning away =
          second.conditioning.isNone() ? conditioning.dropped() : second.conditioning;
      NetworkDenoiser both = given(conditioning.followedBy(away));
      Denoised answers = both.denoise(Tensors.cat(0, x, x), t);
      return new Both(
          answers.rows(0, images).keptBy(scope), answers.rows(images, images).keptBy(scope));
    }
  }

  /** Whether another is the same network, under a condition of the same form or under none. */
  private boolean differsInConditioning(NetworkDenoiser other) {
    return equals(other.given(conditioning))
        && (other.conditioning.isNone() || other.conditioning.isLike(conditioning));
  }

  private NetworkDenoiser given(Conditioning changed) {
    return new NetworkDenoiser(network, path, parameterization, variance, changed, precision);
  }

  /** In one pass of the network, without gradients. */
  @Override
  public Tensor denoiseEach(Tensor x, double[] t) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor scaled = x.mul(column(x, t, u -> parameterization.inputScale().at(path, u)));
      Tensor output = forward(scaled.to(ScalarType.Float), t).to(x.scalar_type());
      checkChannels(output.size(1), x.size(1));
      Tensor y = output.narrow(1, 0, x.size(1));
      Target target = parameterization.target();
      return scope.keep(
          x.mul(column(x, t, u -> target.toX0(path, u).xCoefficient()))
              .add_(y.mul(column(x, t, u -> target.toX0(path, u).yCoefficient()))));
    }
  }

  /** One number an image, [N,1,1,1], in the images' type. */
  private static Tensor column(Tensor images, double[] t, DoubleUnaryOperator f) {
    double[] values = Arrays.stream(t).map(f).toArray();
    return Tensors.of(values, values.length, 1, 1, 1).to(images.scalar_type());
  }

  private void checkChannels(long given, long channels) {
    long wanted = variance.learned() ? 2 * channels : channels;
    if (given != wanted) {
      throw new IllegalArgumentException(
          format(
              "the network gives %d channels for images of %d with variance %s; allowed: %d",
              given, channels, variance.name().toLowerCase(Locale.ROOT), wanted));
    }
  }

  @Override
  public boolean learnedVariance() {
    return variance.learned();
  }

  private Tensor output(Tensor x, double t) {
    double scale = parameterization.inputScale().at(path, t);
    Tensor input = x.to(ScalarType.Float);
    if (scale != 1) {
      input = input.mul(new Scalar(scale));
    }
    double[] times = new double[Math.toIntExact(x.size(0))];
    Arrays.fill(times, t);
    return forward(input, times);
  }

  private Tensor forward(Tensor input, double[] t) {
    try (Autocast cast = precision.enterStored()) {
      return network.forward(input, row(t, this::level), interval(t));
    }
  }

  /** The conditioning of a network of mean velocities has the length of the step, too. */
  private Conditioning interval(double[] t) {
    if (!network.accepts().contains(Conditioning.INTERVAL)) {
      return conditioning;
    }
    return conditioning.with(Conditioning.INTERVAL, row(t, u -> level(u) - level(StepEnd.from(u))));
  }

  private double level(double t) {
    return parameterization.noiseLevelInput().at(path, t);
  }

  /** [N] float32, one number an image. */
  private static Tensor row(double[] t, DoubleUnaryOperator f) {
    float[] rows = new float[t.length];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = (float) f.applyAsDouble(t[k]);
    }
    return Tensors.of(rows, rows.length);
  }
}
