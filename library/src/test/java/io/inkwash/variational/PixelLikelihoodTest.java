package io.inkwash.variational;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.denoise.Normal;
import io.inkwash.denoise.PixelBins;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What decoders say of pixels. */
@ExtendWith(NativeLeakGuard.class)
class PixelLikelihoodTest {
  private static final ByteBins BINS = new ByteBins(-1, 1);

  /** Every byte as an image of one pixel, [256,1,1,1]. */
  private static Tensor bytes() {
    float[] values = new float[256];
    for (int i = 0; i < 256; i++) {
      values[i] = (float) (-1 + 2 * i / 255.0);
    }
    return Tensors.of(values, 256, 1, 1, 1);
  }

  private static Tensor filled(double value) {
    return Tensors.zeros(256, 1, 1, 1).add(new Scalar(value));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.3, -3", "-0.95, -9", "1.4, -2", "-6, 1", "0.0039, -14"})
  void probabilitiesOfAllBytesSumToOne(double mean, double logVariance) {
    Tensor logs = BINS.logProbability(bytes(), filled(mean), filled(logVariance));
    assertClose(logs.exp().to(ScalarType.Double).sum().item().toDouble(), 1, 1e-5);
  }

  @Test
  void equalsTheDiffusionDecoderWhereThatIsExact() {
    Tensor mean = filled(0.1);
    Tensor logVariance = filled(-2);
    Tensor ours = BINS.logProbability(bytes(), mean, logVariance);
    Tensor theirs =
        PixelBins.of(-1, 1)
            .logLikelihood(
                bytes().to(ScalarType.Double),
                new Normal(mean.to(ScalarType.Double), logVariance.to(ScalarType.Double)));
    assertClose(ours.sub(theirs).abs().max().item().toDouble(), 0, 0, 2e-4);
  }

  /** Where a difference of two distribution functions is 0, and so is its gradient. */
  @Test
  void aDecoderThatIsFarOffStillLearns() {
    Tensor mean = Tensors.of(new float[] {0.9f}, 1, 1, 1, 1).requires_grad_(true);
    Tensor x = Tensors.of(new float[] {-0.8f}, 1, 1, 1, 1);
    double deviation = 0.02; // 85 of them away
    Tensor logVariance = Tensors.of(new float[] {(float) (2 * Math.log(deviation))}, 1, 1, 1, 1);
    Tensor log = BINS.logProbability(x, mean, logVariance).sum();
    double gap = 1.7 - 1 / 255.0; // to the near edge of the bin, as far out all mass is there
    assertClose(log.item().toDouble(), -0.5 * gap * gap / (deviation * deviation), 0.02);
    double slope = Grad.of(log, mean).item().toDouble();
    assertClose(slope, -gap / (deviation * deviation), 0.02);
  }

  @Test
  void sharedAndOwnVariance() {
    Tensor x =
        Rng.seed(1).normal(2, 3, 4, 4).clamp_min(new Scalar(-1.0)).clamp_max(new Scalar(1.0));
    Tensor mean = Rng.seed(2).normal(2, 3, 4, 4);
    Tensor logVariance = Tensors.of(new float[] {-1, 0, 1}, 3);
    Tensor shared = new SharedGaussian(-1, 1).logLikelihood(x, mean, logVariance);
    Tensor decoded = Tensors.cat(1, mean, Tensors.zeros(2, 3, 4, 4));
    Tensor own = new PixelGaussian(-1, 1).logLikelihood(x, decoded, logVariance);
    assertThat(Tensors.toFloats(own)).isEqualTo(Tensors.toFloats(shared));
    assertThat(Tensors.toFloats(new PixelGaussian(-1, 1).mean(decoded)))
        .isEqualTo(Tensors.toFloats(mean));
    assertThat(Tensors.shape(own)).containsExactly(2);
  }

  @Test
  void blackAndWhite() {
    Bernoulli bernoulli = new Bernoulli(-1, 1);
    Tensor logits = Tensors.of(new float[] {0.4f, -2}, 1, 1, 1, 2);
    Tensor none = Tensors.zeros(1);
    double sure = Math.log(sigmoid(0.4)) + Math.log(1 - sigmoid(-2));
    assertClose(number(bernoulli, new float[] {1, -1}, logits), sure, 1e-6);
    double gray = 0.25 * Math.log(sigmoid(0.4)) + 0.75 * Math.log(1 - sigmoid(0.4));
    assertClose(
        number(bernoulli, new float[] {-0.5f, -1}, logits), gray + Math.log(1 - sigmoid(-2)), 1e-6);
    assertClose(Tensors.toDoubles(bernoulli.mean(logits))[0], 2 * sigmoid(0.4) - 1, 1e-6);
    Tensor x = Tensors.zeros(1, 1, 100, 100).add(new Scalar(-0.5));
    float[] drawn = Tensors.toFloats(bernoulli.observed(x, uniforms(10_000)));
    int white = 0;
    for (float value : drawn) {
      assertThat(Math.abs(value)).isEqualTo(1);
      white += value > 0 ? 1 : 0;
    }
    assertClose(white, 2500, 0, 4 * Math.sqrt(10_000 * 0.25 * 0.75));
    assertThat(none.size(0)).isEqualTo(1);
  }

  @Test
  void refusesRangesThatDoNotRise() {
    assertThatThrownBy(() -> new Bernoulli(1, 1))
        .hasMessage("pixels from 1.0 to 1.0; allowed: a finite range that rises, such as -1 to 1");
  }

  private static Tensor uniforms(int count) {
    float[] values = new float[count];
    double[] uniforms = Rng.seed(3).uniforms(count);
    for (int i = 0; i < count; i++) {
      values[i] = (float) uniforms[i];
    }
    return Tensors.of(values, 1, 1, 100, 100);
  }

  private static double number(Bernoulli bernoulli, float[] pixels, Tensor logits) {
    Tensor x = Tensors.of(pixels, 1, 1, 1, 2);
    return bernoulli.logLikelihood(x, logits, Tensors.zeros(1)).item().toDouble();
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
