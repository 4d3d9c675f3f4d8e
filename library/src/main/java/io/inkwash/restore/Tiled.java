package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.WrappedDenoiser;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A denoiser of small images put to work on large ones: they are cut into tiles that overlap by
 * half, and each pixel's estimate is the mean of those of its tiles (MultiDiffusion, Bar-Tal et al.
 * 2023, arXiv 2302.08113, equation 5). A tile counts less towards its edges, so that no seam shows.
 *
 * <p>Blended are the estimates of every step, not finished images: all that acts on whole images,
 * operators and solvers alike, goes on acting on whole images.
 *
 * @param inner the denoiser of tiles, with nothing bound to single images
 * @param height of a tile
 * @param width of a tile
 * @param atOnce the most tiles in one evaluation, at least 1
 */
public record Tiled(Denoiser inner, int height, int width, int atOnce) implements WrappedDenoiser {

  /** Checks the sizes. */
  public Tiled {
    if (height < 1 || width < 1 || atOnce < 1) {
      throw new IllegalArgumentException(
          format("tiles of %d x %d, %d at once; allowed: 1 or more each", height, width, atOnce));
    }
  }

  private record Corner(long top, long left) {}

  /** See {@link Denoiser#denoise}; images are at least as large as a tile. */
  @Override
  public Denoised denoise(Tensor x, double t) {
    if (x.size(2) < height || x.size(3) < width) {
      throw new IllegalArgumentException(
          format(
              "images of %d x %d in tiles of %d x %d; allowed: that size or larger",
              x.size(2), x.size(3), height, width));
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor weight = Tensors.of(window(), 1, 1, height, width).to(x.scalar_type());
      Tensor sum = x.new_zeros(x.size(0), x.size(1), x.size(2), x.size(3));
      Tensor variances = null;
      Tensor weights = x.new_zeros(1, 1, x.size(2), x.size(3));
      List<Corner> corners = corners(x.size(2), x.size(3));
      int step = Math.max(1, atOnce / Math.toIntExact(x.size(0)));
      for (int from = 0; from < corners.size(); from += step) {
        List<Corner> some = corners.subList(from, Math.min(corners.size(), from + step));
        Tensor[] tiles = some.stream().map(corner -> at(corner, x)).toArray(Tensor[]::new);
        Denoised estimate = inner.denoise(Tensors.cat(0, tiles), t);
        lay(estimate.x0(), some, weight, sum);
        for (Corner corner : some) {
          at(corner, weights).add_(weight);
        }
        Tensor variance = estimate.variance();
        if (variance != null) {
          variances = variances == null ? sum.new_zeros(Tensors.shape(sum)) : variances;
          lay(variance, some, weight, variances);
        }
      }
      return new Denoised(scope.keep(sum.div(weights)), blended(scope, variances, weights));
    }
  }

  private static @Nullable Tensor blended(TensorScope scope, @Nullable Tensor sum, Tensor weights) {
    return sum == null ? null : scope.keep(sum.div(weights));
  }

  private void lay(Tensor estimates, List<Corner> corners, Tensor weight, Tensor onto) {
    long images = onto.size(0);
    for (int i = 0; i < corners.size(); i++) {
      at(corners.get(i), onto).add_(estimates.narrow(0, i * images, images).mul(weight));
    }
  }

  private Tensor at(Corner corner, Tensor x) {
    return x.narrow(2, corner.top, height).narrow(3, corner.left, width);
  }

  private List<Corner> corners(long rows, long columns) {
    List<Corner> corners = new ArrayList<>();
    for (long top : starts(rows, height)) {
      for (long left : starts(columns, width)) {
        corners.add(new Corner(top, left));
      }
    }
    return corners;
  }

  /** Half a tile apart, the last flush with the edge. */
  private static List<Long> starts(long length, int tile) {
    List<Long> starts = new ArrayList<>();
    for (long start = 0; start < length - tile; start += Math.max(1, tile / 2)) {
      starts.add(start);
    }
    starts.add(length - tile);
    return starts;
  }

  private double[] window() {
    double[] weights = new double[height * width];
    for (int i = 0; i < weights.length; i++) {
      int y = i / width;
      int x = i % width;
      weights[i] = Math.min(y + 1, height - y) * (double) Math.min(x + 1, width - x);
    }
    return weights;
  }
}
