package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Divergence;
import io.inkwash.denoise.PixelBins;
import io.inkwash.nn.Conditioning;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The exact negative log-density of the probability-flow ODE: images are carried to the noise,
 * where their density is known, and the flow's divergence on the way is what the density changed by
 * (Chen et al. 2018; Song et al. 2021, arXiv 2011.13456, section D.2).
 *
 * <p>The flow is followed on the unit circle, which is smooth on every path, tables and paths
 * without signal at the end included: with {@code alpha = r cos a} and {@code sigma = r sin a}, the
 * state y = x / r obeys {@code dy/da = (y cos a - x0) / sin a}. The integrator's time is ln a.
 *
 * <p>Images are taken to lie at the time {@code from}, and the noise to be the nominal prior, not
 * the path's true end. The model may be evaluated at times between the timesteps of a table.
 *
 * @param path the process
 * @param from where the images are put: 1e-5 in Song et al. 2021, the path's start by default
 * @param divergence how the flow's divergence is found; directions stay the same all the way
 * @param integrator how the flow is followed
 */
public record FlowLikelihood(
    GaussianPath path, double from, Divergence divergence, Integrator integrator) {

  /** Checks the start. */
  public FlowLikelihood {
    if (!(from > 0 && from < path.end())) {
      throw new IllegalArgumentException(
          format(
              "likelihood by the flow from t = %s on %s; allowed: more than 0, less than %s",
              from, path.name(), path.end()));
    }
  }

  /** From the path's start, along one direction of random signs, to tolerances of 1e-5. */
  public static FlowLikelihood of(GaussianPath path) {
    return of(path, 1e-5);
  }

  /** The same to another tolerance, relative and absolute, above 0. */
  public static FlowLikelihood of(GaussianPath path, double tolerance) {
    Integrator integrator = new Integrator.Adaptive(tolerance, tolerance);
    return new FlowLikelihood(path, path.start(), Divergence.rademacher(1), integrator);
  }

  /**
   * Measures a batch: minus log2 of the density, per dimension.
   *
   * @param model in operations that libtorch can derive
   * @param conditioning a row an image, or none
   * @param images [N,C,H,W]; the state is float64
   * @param stream where directions come from; image k's are a function of it and {@code first + k}
   * @param first the number of the batch's first image
   * @return terms {@code prior}, of the noise at the end, and {@code flow}, of the way there
   * @throws IllegalArgumentException if the denoiser cannot be derived
   */
  public Likelihood of(
      ConditionalDenoiser model, Conditioning conditioning, Tensor images, Rng stream, long first) {
    int count = Math.toIntExact(images.size(0));
    double[] prior = new double[count];
    double[] flow = new double[count];
    int together = integrator.together() ? count : 1;
    for (int k = 0; k < count; k += together) {
      try (TensorScope scope = TensorScope.open();
          Grad off = Grad.off()) {
        Tensor x = images.narrow(0, k, together).to(ScalarType.Double);
        Tensor[] directions = divergence.directions(stream, first + k, Tensors.shape(x));
        measure(model.given(conditioning.rows(k, together)), x, directions, prior, flow, k);
      }
    }
    return new Likelihood(
        format("flow density, %s divergence", word(divergence.kind())),
        List.of(
            new Likelihood.Term("prior", path.end(), prior),
            new Likelihood.Term("flow", from, flow)));
  }

  /** The same of an unconditional model. */
  public Likelihood of(Denoiser denoiser, Tensor images, Rng stream, long first) {
    return of(ConditionalDenoiser.of(none -> denoiser), Conditioning.none(), images, stream, first);
  }

  /**
   * Measures a batch of images that were bytes: the density, and the width of a byte's bin.
   *
   * @param conditioning a row an image, or none
   * @param images [N,C,H,W] the numbers that stand for the bytes
   * @param bins the bytes' bins
   * @param dequantization how the images are spread over them
   * @return terms {@code prior}, {@code flow} and {@code bins}, the last one {@link
   *     PixelBins#bits()}
   */
  public Likelihood ofBytes(
      ConditionalDenoiser model,
      Conditioning conditioning,
      Tensor images,
      PixelBins bins,
      Dequantization dequantization,
      Rng stream,
      long first) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor spread = dequantization.spread(images, bins, stream, first);
      Likelihood density = of(model, conditioning, spread, stream, first);
      double[] width = new double[density.images()];
      Arrays.fill(width, bins.bits());
      return density.with(
          format(
              "bytes from %s to %s with %s dequantization",
              bins.low(), bins.high(), word(dequantization)),
          new Likelihood.Term("bins", 0, width));
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Writes the bits/dim of some images from index k on. */
  private void measure(
      Denoiser denoiser, Tensor x, Tensor[] directions, double[] prior, double[] flow, int k) {
    int images = Math.toIntExact(x.size(0));
    double pixels = (double) x.numel() / images;
    double start = radius(from);
    double end = radius(path.end());
    Tensor y0 = x.flatten(1, -1).div(new Scalar(start));
    Tensor unchanged = Tensors.zeros(images, 1).to(ScalarType.Double);
    Tensor reached =
        integrator.carry(
            (y, logAngle) -> slope(denoiser, y, Tensors.shape(x), logAngle, directions),
            Tensors.cat(1, y0, unchanged),
            Math.log(angle(from)),
            Math.log(angle(path.end())));
    long size = (long) pixels;
    Tensor noise = reached.narrow(1, 0, size).mul(new Scalar(end / path.priorScale()));
    double[] squares = Tensors.toDoubles(noise.square().mean(1));
    double[] changes = Tensors.toDoubles(reached.narrow(1, size, 1));
    double nat = 1 / Math.log(2);
    for (int i = 0; i < images; i++) {
      prior[k + i] =
          nat * (0.5 * Math.log(2 * Math.PI) + Math.log(path.priorScale()) + 0.5 * squares[i]);
      flow[k + i] = -nat * (changes[i] / pixels + Math.log(end / start));
    }
  }

  /** The slope of a row [y, ln-density's change] for each image, by ln a. */
  private Tensor slope(
      Denoiser denoiser, Tensor row, long[] shape, double logAngle, Tensor[] directions) {
    double angle = Math.exp(logAngle);
    double t = time(angle);
    double cosine = Math.max(0, Math.cos(angle));
    double sine = Math.sin(angle);
    long size = Tensors.count(shape) / shape[0];
    try (TensorScope scope = TensorScope.open();
        Grad on = Grad.on()) {
      Tensor y = row.narrow(1, 0, size).reshape(shape).detach().requires_grad_(true);
      Tensor x0 = denoiser.denoise(y.mul(new Scalar(radius(t))), t).x0();
      if (!x0.requires_grad()) {
        throw new IllegalArgumentException(
            "the denoiser's answer cannot be derived by the image, so that its divergence is"
                + " unknown; use one made of tensor operations");
      }
      Tensor moved = Tensors.combine(cosine, y, -1, x0);
      Tensor change = divergence.of(moved, y, directions).view(-1, 1);
      return scope.keep(
          Tensors.cat(1, moved.flatten(1, -1), change).detach().mul_(new Scalar(angle / sine)));
    }
  }

  private double angle(double t) {
    return Math.atan2(path.sigma(t), path.alpha(t));
  }

  private double radius(double t) {
    return Math.hypot(path.alpha(t), path.sigma(t));
  }

  /** The time of an angle, which may lie a rounding error beyond the ends. */
  private double time(double angle) {
    boolean end = angle >= angle(path.end());
    double t = end ? path.end() : path.timeAtNoiseRatio(Math.tan(angle));
    return Math.min(Math.max(t, from), path.end());
  }
}
