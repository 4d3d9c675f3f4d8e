package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.evaluate.report.Numbers;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Psnr;
import io.inkwash.restore.Quality;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.Restored;
import io.inkwash.restore.Ssim;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** How well one method did, summed over the images that it has restored. */
final class Score {
  private static final int SSIM_SIDE = 11;

  /**
   * Means over images; truths that are not known leave gaps.
   *
   * @param method its name
   * @param psnr in decibels
   * @param ssim structural similarity
   * @param residual |A x - y| of the whole image, where black is -1 and white is 1
   * @param evaluations how often the model was evaluated on an image
   * @param seconds in all
   */
  record Row(
      String method,
      @Nullable Double psnr,
      @Nullable Double ssim,
      double residual,
      double evaluations,
      double seconds) {

    /** The heads of {@link #cells}. */
    static final List<String> HEAD =
        List.of("method", "PSNR dB", "SSIM", "|Ax - y|", "evaluations", "seconds");

    /** The row of a table for people. */
    List<String> cells() {
      return List.of(
          method,
          psnr == null ? "" : format("%.2f", psnr),
          ssim == null ? "" : format("%.4f", ssim),
          format("%.3f", residual),
          Numbers.plain(evaluations),
          format("%.1f", seconds));
    }
  }

  private final String method;
  private int images;
  private int compared;
  private int structured;
  private double psnr;
  private double ssim;
  private double residual;
  private double evaluations;
  private double seconds;

  Score(String method) {
    this.method = method;
  }

  /**
   * Adds a batch.
   *
   * @param y what was measured
   * @param truth the clean images, if they are known
   */
  void add(
      Restoration restoration, Restored restored, Tensor y, @Nullable Tensor truth, double took) {
    Prior prior = restoration.prior();
    int count = Math.toIntExact(y.size(0));
    images += count;
    evaluations += count * restored.evaluations();
    seconds += took;
    try (TensorScope scope = TensorScope.open()) {
      Tensor off = restoration.operator().residual(restored.images(), y);
      residual += Arrays.stream(Tensors.toDoubles(off)).sum() / prior.unit();
      if (truth == null) {
        return;
      }
      Tensor shown =
          Tensors.clamp(
              restored.images(), prior.pictures().range().low(), prior.pictures().range().high());
      psnr += sum(new Psnr(2 * prior.unit()), truth, shown);
      compared += count;
      if (Math.min(truth.size(2), truth.size(3)) >= SSIM_SIDE) {
        ssim += sum(new Ssim(2 * prior.unit()), truth, shown);
        structured += count;
      }
    }
  }

  private static double sum(Quality quality, Tensor truth, Tensor images) {
    return Arrays.stream(quality.of(truth, images)).sum();
  }

  /** The means. */
  Row row() {
    return new Row(
        method,
        compared == 0 || Double.isInfinite(psnr) ? null : Double.valueOf(psnr / compared),
        structured == 0 ? null : Double.valueOf(ssim / structured),
        residual / images,
        evaluations / images,
        seconds);
  }
}
