package io.inkwash.restore;

import static io.inkwash.restore.Pictures.distance;
import static io.inkwash.restore.Pictures.formula;
import static io.inkwash.restore.Pictures.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.restore.degradation.BlockAverage;
import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.testkit.Close;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Measures and baselines equal scikit-image's, SciPy's and PyTorch's. */
@ExtendWith(NativeLeakGuard.class)
class QualityTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/restore.txt");

  private final Tensor truth = formula(0.5, 16, 20);
  private final Tensor image = Tensors.combine(0.9, truth, 0.2, formula(1.5, 16, 20));

  @Test
  void measuresAreThoseOfScikitImage() {
    Close.assertClose(new Psnr(2).of(truth, image)[0], GOLDEN.value("psnr"), 1e-12);
    Close.assertClose(new Ssim(2).of(truth, image)[0], GOLDEN.value("ssim.2"), 1e-12);
    Close.assertClose(new Ssim(1).of(truth, image)[0], GOLDEN.value("ssim.1"), 1e-12);
  }

  @Test
  void eachImageAndChannelCounts() {
    Tensor twice = Tensors.cat(0, image, truth);
    Tensor truths = Tensors.cat(0, truth, truth);
    assertThat(new Psnr(2).of(truths, twice))
        .containsExactly(new Psnr(2).of(truth, image)[0], Double.POSITIVE_INFINITY);
    double single = new Ssim(2).of(truth, image)[0];
    assertThat(new Ssim(2).of(truths, twice)).containsExactly(single, 1);
    double both = new Ssim(2).of(Tensors.cat(1, truth, truth), Tensors.cat(1, image, truth))[0];
    Close.assertClose(both, (single + 1) / 2, 1e-12);
    assertThatThrownBy(() -> new Ssim(2).of(formula(0, 10, 20), formula(0, 10, 20)))
        .hasMessage("SSIM of images of 10 x 20; allowed: sides of 11 or more");
    assertThatThrownBy(() -> new Ssim(0)).hasMessageContaining("range");
    assertThatThrownBy(() -> new Psnr(-1)).hasMessageContaining("range");
  }

  @Test
  void baselinesAreThoseOfOthers() {
    Tensor small = formula(0.5, 8, 12);
    near(new MedianFilter(3).restore(small), "median.3");
    near(new MedianFilter(5).restore(small), "median.5");
    near(new Bicubic(2).restore(small), "bicubic.double");
    Tensor larger = new Nearest(3).restore(small);
    assertThat(Tensors.shape(larger)).containsExactly(1, 1, 24, 36);
    assertThat(distance(new BlockAverage(3).on(1, 24, 36).apply(larger), small)).isLessThan(1e-14);
    LinearOperator half = new BlockAverage(2).on(1, 16, 20);
    Tensor y = half.apply(truth);
    Tensor filled = new MeanImage(half, image).restore(y);
    assertThat(distance(half.apply(filled), y)).isLessThan(1e-12);
    assertThat(distance(new MeanImage(half, truth).restore(y), truth)).isLessThan(1e-12);
    assertThatThrownBy(() -> new MedianFilter(4)).hasMessageContaining("odd");
    assertThatThrownBy(() -> new Nearest(1)).hasMessageContaining("2 or more");
  }

  /**
   * Of 64 x 64 normal numbers, the median's standard error is 1.17 / sqrt(1024 blocks) = 3.6 %, the
   * mean's less. Three of them.
   */
  @Test
  void noiseIsFoundOnSmoothAndBrokenGround() {
    Tensor noise = random(3, 2, 1, 64, 64);
    Tensor smooth = ramp();
    for (double sigma : new double[] {0.1, 0.5}) {
      Tensor noisy = smooth.add(noise, new Scalar(sigma));
      for (NoiseEstimate estimate : NoiseEstimate.values()) {
        for (double found : estimate.of(noisy)) {
          Close.assertClose(found, sigma, 0.11);
        }
      }
    }
    // Steps of height 2 along every eighth column, and blocks: a median hardly sees them.
    Tensor busy = blocks().add(noise, new Scalar(0.2));
    for (double found : NoiseEstimate.DONOHO.of(busy)) {
      Close.assertClose(found, 0.2, 0.11);
    }
    assertThat(NoiseEstimate.IMMERKAER.of(busy)[0]).isGreaterThan(0.22);
    assertThatThrownBy(() -> NoiseEstimate.DONOHO.of(random(1, 1, 1, 2, 8)))
        .hasMessageContaining("2 x 8");
  }

  private static Tensor ramp() {
    double[] values = new double[64 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 64 + i / 64) / 64.0 - 1;
    }
    return Tensors.of(values, 1, 1, 64, 64);
  }

  private static Tensor blocks() {
    double[] values = new double[64 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 64 / 7 + i / 64 / 7) % 2 == 0 ? 1 : -1;
    }
    return Tensors.of(values, 1, 1, 64, 64);
  }

  private static void near(Tensor actual, String name) {
    double[] expected = GOLDEN.vector(name);
    double[] numbers = Tensors.toDoubles(actual);
    assertThat(numbers).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < numbers.length; i++) {
      Close.assertClose(numbers[i], expected[i], 0, 1e-12);
    }
  }
}
