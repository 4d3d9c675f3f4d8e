package io.inkwash.nn.vdm;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.PixelBins;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.objective.ContinuousVlb;
import io.inkwash.objective.DenoisingObjective;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Rise;
import io.inkwash.process.VpLogSnr;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weightings;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pixels whose values are independent and of a known distribution: all of it has a closed form. */
@ExtendWith(NativeLeakGuard.class)
class PixelPosteriorTest {
  private static final int FEATURES = 3;
  private static final double FACTOR = -0.25;

  /** How often each byte comes: two values, and some of all the others. */
  private static double[] shares(int channel) {
    double[] shares = new double[256];
    double sum = 0;
    for (int v = 0; v < 256; v++) {
      shares[v] = v == 0 ? 600 : v == 253 - channel ? 200 : 1 + 0.01 * v;
      sum += shares[v];
    }
    for (int v = 0; v < 256; v++) {
      shares[v] /= sum;
    }
    return shares;
  }

  /** A network that expects those shares, whatever the pixels around. */
  private static Backbone expecting(int channels, double low, double high) {
    PixelPosterior posterior =
        new PixelPosterior(
            new FormulaNetwork(
                (x, level) ->
                    Tensors.zeros(x.size(0), (long) channels * FEATURES, x.size(2), x.size(3))),
            channels,
            FEATURES,
            low,
            high,
            1 / FACTOR);
    float[] weights = new float[256 * channels];
    for (int c = 0; c < channels; c++) {
      for (int v = 0; v < 256; v++) {
        weights[256 * c + v] = (float) Math.log(shares(c)[v]);
      }
    }
    Objects.requireNonNull(posterior.stateDict().get("head.bias"))
        .set_data(Tensors.of(weights, weights.length).mul(new Scalar(1.0)));
    return posterior;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** E[v | z] of a pixel. */
  private static double mean(double z, double logSnr, double[] shares, double low, double high) {
    double alpha = Math.sqrt(sigmoid(logSnr));
    double variance = sigmoid(-logSnr);
    double[] exponents = new double[256];
    double most = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < 256; v++) {
      double off = z - alpha * (low + (high - low) * v / 255);
      exponents[v] = Math.log(shares[v]) - off * off / (2 * variance);
      most = Math.max(most, exponents[v]);
    }
    double sum = 0;
    double weighted = 0;
    for (int v = 0; v < 256; v++) {
      double weight = Math.exp(exponents[v] - most);
      sum += weight;
      weighted += weight * (low + (high - low) * v / 255);
    }
    return weighted / sum;
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, 1"})
  void theOutputIsThePosteriorMeanAtEveryNoiseLevel(double low, double high) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      double[] logSnrs = {13, 10, 8, 4, 0, -4, -30};
      Tensor x = Rng.seed(3).normal(logSnrs.length, 2, 4, 5).tanh();
      Tensor levels = Tensors.of(logSnrs, logSnrs.length).mul(new Scalar(FACTOR));
      double[] found =
          Tensors.toDoubles(expecting(2, low, high).forward(x, levels, Conditioning.none()));
      double[] seen = Tensors.toDoubles(x);
      for (int i = 0; i < found.length; i++) {
        double[] shares = shares(i / 20 % 2);
        // float32: z / alpha - v is rounded at 6e-8, and 1/2 exp(13) times its square at 1e-4
        assertClose(found[i], mean(seen[i], logSnrs[i / 40], shares, low, high), 0, 2e-5);
      }
    }
  }

  /** Nothing is lost between the best denoiser and the bytes: the bound is tight. */
  @Test
  void itsBoundIsTheEntropyOfTheBytes() {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      int images = 400;
      double[] shares = shares(0);
      double entropy = 0;
      for (double share : shares) {
        entropy -= share * Math.log(share) / Math.log(2);
      }
      double loss = 0;
      int batches = 4;
      for (int batch = 0; batch < batches; batch++) {
        Tensor x0 = drawn(shares, images, Rng.seed(batch));
        ContinuousVlb bound =
            new ContinuousVlb(
                new DenoisingObjective(
                    new VpLogSnr(-13.3, 5, Rise.linear()),
                    new Parameterization(
                        Targets.x0(), InputScale.identity(), NoiseLevelInput.logSigma(-2 * FACTOR)),
                    Weightings.simple(),
                    TimeSampler.stratified()),
                PixelBins.of(-1, 1));
        loss +=
            Tensors.item(
                    bound
                        .loss(expecting(1, -1, 1), x0, Conditioning.none(), Rng.seed(100 + batch))
                        .total())
                / batches;
      }
      // 1,600 images of 64 pixels; 0.01 is what the ends of the path leave
      assertThat(loss).isCloseTo(entropy, within(0.03));
    }
  }

  /** [images,1,8,8] independent bytes of those shares, as numbers of [-1, 1]. */
  private static Tensor drawn(double[] shares, int images, Rng rng) {
    double[] uniform = rng.uniforms(images * 64);
    double[] pixels = new double[uniform.length];
    for (int i = 0; i < pixels.length; i++) {
      int v = 0;
      for (double left = uniform[i] - shares[0]; left > 0 && v < 255; left -= shares[v]) {
        v++;
      }
      pixels[i] = 2.0 * v / 255 - 1;
    }
    return Tensors.of(pixels, images, 1, 8, 8);
  }

  @Test
  void itsShapeIsThatOfTheImage() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Rng.seed(1).normal(2, 3, 4, 6);
      assertThat(
              Tensors.shape(expecting(3, -1, 1).forward(x, Tensors.zeros(2), Conditioning.none())))
          .containsExactly(2, 3, 4, 6);
    }
  }
}
