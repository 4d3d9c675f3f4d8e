package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.AttentionMaps;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Self-attention guidance: where the network's narrowest self-attention looks most, the estimate is
 * blurred, noised again with the same noise and denoised; the guided noise goes beyond the model's,
 * away from the one found there (Hong et al. 2023, arXiv 2210.00939, algorithm 1).
 *
 * @param guided the estimate that is moved: the model's, or that of a guidance around it
 * @param model the model, whose network has self-attention
 * @param path the process
 * @param scale 0 for none, 0.75 in diffusers, 0.1 to 0.5 in the paper
 * @param blur the standard deviation of the Gaussian blur in pixels: 3 in the paper's networks at
 *     64 pixels and above, 1 in diffusers' latents
 */
public record SelfAttention(
    Denoiser guided, Denoiser model, GaussianPath path, double scale, double blur)
    implements Denoiser {

  /** Checks the ranges. */
  public SelfAttention {
    if (!(Double.isFinite(scale) && blur > 0 && Double.isFinite(blur))) {
      throw new IllegalArgumentException(
          format(
              "self-attention guidance of scale %s, blur %s; allowed: a finite scale, a blur above 0",
              scale, blur));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the network has no self-attention
   */
  @Override
  public Denoised denoise(Tensor x, double t) {
    double alpha = path.alpha(t);
    Denoised main = guided.denoise(x, t);
    if (alpha == 0) {
      return main; // nothing of the image is left to be blurred
    }
    Tensor own;
    Tensor change; // of x0, with the noise as it is
    try (AttentionMaps maps = AttentionMaps.recorded()) {
      own = model.denoise(x, t).x0();
      if (maps.layers() == 0) {
        throw new IllegalArgumentException(
            "self-attention guidance of a network without self-attention; use classifier-free or"
                + " autoguidance");
      }
      change = change(own, maps.narrowest());
    }
    Tensor there = x.add(change, new Scalar(alpha));
    Tensor degraded = model.denoise(there, t).x0();
    // eps = (x - alpha x0) / sigma, so that sigma / alpha (eps' - eps) is own + change - degraded.
    Tensor away = own.add(change).sub_(degraded);
    return main.withX0(main.x0().add(away, new Scalar(scale)));
  }

  /** What the blur changes where the map looks. */
  Tensor change(Tensor x0, Tensor map) {
    Tensor mask = lookedAt(map, x0.size(2), x0.size(3)).to(x0.scalar_type());
    return blurred(x0, blur).sub(x0).mul_(mask);
  }

  /** [N,1,H,W], 1 where a position receives more than its share of attention. */
  private static Tensor lookedAt(Tensor map, long height, long width) {
    Tensor received = torch.sum(map.mean(1), 1); // the mean over heads, the sum over queries
    long rows = Math.round(Math.sqrt((double) received.size(1) * height / width));
    Tensor share = received.gt(new Scalar(1.0)).to(map.scalar_type());
    Tensor grid = share.view(-1, 1, rows, received.size(1) / rows);
    return torch.upsample_nearest2d(grid, height, width);
  }

  /** A Gaussian blur, mirrored at the borders, of a kernel that ends at four deviations. */
  static Tensor blurred(Tensor x, double deviation) {
    Tensor rows = kernel(Math.toIntExact(x.size(2)), deviation).to(x.scalar_type());
    Tensor columns = kernel(Math.toIntExact(x.size(3)), deviation).to(x.scalar_type());
    return rows.matmul(x).matmul(columns.t());
  }

  /** [size,size]: row i holds the shares of all positions in position i. */
  private static Tensor kernel(int size, double deviation) {
    int radius = (int) Math.ceil(4 * deviation);
    double[] shares = new double[size * size];
    double total = 0;
    for (int d = -radius; d <= radius; d++) {
      double weight = Math.exp(-0.5 * d * d / (deviation * deviation));
      total += weight;
      for (int i = 0; i < size; i++) {
        shares[i * size + mirrored(i + d, size)] += weight;
      }
    }
    return Tensors.of(shares, size, size).div_(new Scalar(total));
  }

  /** A position beyond a border, seen in the border's mirror, which does not repeat the edge. */
  private static int mirrored(int position, int size) {
    if (size == 1) {
      return 0;
    }
    int folded = Math.floorMod(position, 2 * size - 2);
    return Math.min(folded, 2 * size - 2 - folded);
  }

  @Override
  public boolean learnedVariance() {
    return guided.learnedVariance();
  }
}
