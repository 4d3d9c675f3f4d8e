package io.inkwash.denoise;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Vp;
import io.inkwash.testkit.PublishedModel;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VarianceTest {
  private static final DiscretePath PATH = DiscretePath.of(Betas.linear(1000));
  private static final Parameterization RESCALED =
      new Parameterization(Targets.noise(), InputScale.identity(), NoiseLevelInput.rescaledIndex());

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void theRangeIsFromThePosteriorsVarianceToBeta() {
    for (int t : new int[] {1, 2, 500, 1000}) {
      VarianceRange range = VarianceRange.below(PATH, t);
      assertClose(range.small(), PATH.clippedLogVariance(t), 1e-12);
      assertClose(range.large(), Math.log(PATH.betas().at(t)), 1e-10);
      assertThat(range.last()).isEqualTo(t == 1);
      assertThat(range.fixedLarge()).isEqualTo(t == 1 ? range.small() : range.large());
    }
    assertClose(VarianceRange.below(PATH, 1).small(), -9.8167251353, 1e-10); // that of timestep 2
    assertThatThrownBy(() -> VarianceRange.of(PATH, Double.NaN, 1000, 0))
        .hasMessageContaining("only step");
  }

  /** The numbers of diffusers' unCLIP test: half an output on the cosine table. */
  @Test
  void aPlaceOnTheCosineTableIsThePublishedOne() {
    DiscretePath cosine = DiscretePath.of(Betas.cosine(1000));
    double[] timesteps = {2, 488, 1000};
    double[] published = {-10.1712790, -5.7998052, -0.0010011};
    try (TensorScope scope = TensorScope.open()) {
      Tensor half = Tensors.of(new double[] {0.5}, 1, 1, 1, 1);
      for (int k = 0; k < 3; k++) {
        VarianceRange range = VarianceRange.below(cosine, timesteps[k]);
        Tensor fraction = Variance.LEARNED_RANGE.fraction(range, half);
        double found = Tensors.toDoubles(range.at(fraction))[0];
        assertClose(found, published[k], 1e-5, 1e-7); // theirs has 1 - x of float32
      }
    }
  }

  @Test
  void outputsAreReadAsEveryKind() {
    try (TensorScope scope = TensorScope.open()) {
      VarianceRange range = new VarianceRange(-6, -2, false);
      Tensor output = Tensors.of(new double[] {-1, 0, 1, -4}, 1, 1, 2, 2);
      assertThat(read(Variance.LEARNED_RANGE, range, output)).containsExactly(-6, -4, -2, -12);
      assertThat(read(Variance.LEARNED, range, output)).containsExactly(-1, 0, 1, -4);
      assertThat(read(Variance.FIXED_SMALL, range, output)).containsOnly(-6);
      assertThat(read(Variance.FIXED_LARGE, range, output)).containsOnly(-2);
    }
  }

  /** By way of the fraction, as samplers do; losses must use the same. */
  private static double[] read(Variance variance, VarianceRange range, Tensor output) {
    double[] used = Tensors.toDoubles(range.at(variance.fraction(range, output)));
    Tensor zero = output.sub(output);
    Tensor direct =
        variance.logVariance(
            output,
            Tensors.of(new double[] {range.small()}, 1, 1, 1, 1),
            Tensors.of(new double[] {range.fixedLarge()}, 1, 1, 1, 1));
    assertThat(Tensors.toDoubles(zero.add(direct))).containsExactly(used);
    return used;
  }

  @Test
  void aNetworkOfTwiceTheChannelsIsSplit() {
    GaussianPath path = DiscretePath.of(Betas.cosine(50));
    for (Variance variance : Variance.values()) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor x = PublishedModel.noise(3);
        NetworkDenoiser read =
            new NetworkDenoiser(
                PublishedModel.network(variance),
                path,
                RESCALED,
                variance,
                Conditioning.none(),
                Precision.FP32);
        Denoised found = read.denoise(x, 20);
        Denoised expected = PublishedModel.denoiser(path, variance).denoise(x, 20);
        // the network computes in float32
        assertNear(found.x0(), expected.x0());
        assertThat(read.learnedVariance()).isEqualTo(variance.learned());
        Tensor fraction = found.variance();
        Tensor wanted = expected.variance();
        assertThat(fraction == null).isEqualTo(wanted == null);
        if (fraction != null && wanted != null) {
          assertNear(fraction, wanted);
        }
      }
    }
  }

  private static void assertNear(Tensor found, Tensor expected) {
    double[] a = Tensors.toDoubles(found);
    double[] b = Tensors.toDoubles(expected);
    for (int i = 0; i < a.length; i++) {
      assertClose(a[i], b[i], 2e-5, 2e-5);
    }
  }

  @Test
  void gradientsFlowWhereTheImageAsksForThem() {
    GaussianPath path = DiscretePath.of(Betas.cosine(50));
    NetworkDenoiser read =
        new NetworkDenoiser(
            PublishedModel.network(Variance.FIXED_SMALL),
            path,
            RESCALED,
            Conditioning.none(),
            Precision.FP32);
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = PublishedModel.noise(3);
      assertThat(read.denoise(x, 20).x0().requires_grad()).isFalse();
      assertThat(read.denoise(x.requires_grad_(true), 20).x0().requires_grad()).isTrue();
    }
  }

  @Test
  void channelsAndPathsThatDoNotFitAreRefused() {
    try (TensorScope scope = TensorScope.open()) {
      NetworkDenoiser plain =
          new NetworkDenoiser(
              PublishedModel.network(Variance.LEARNED),
              PATH,
              RESCALED,
              Conditioning.none(),
              Precision.FP32);
      assertThatThrownBy(() -> plain.denoise(PublishedModel.noise(0), 3))
          .hasMessageContaining("4 channels for images of 2");
    }
    assertThatThrownBy(
            () ->
                new NetworkDenoiser(
                    PublishedModel.network(Variance.LEARNED),
                    Vp.linear(),
                    RESCALED,
                    Variance.LEARNED,
                    Conditioning.none(),
                    Precision.FP32))
        .hasMessageContaining("use a discrete path");
  }

  @Test
  void theDivergenceOfNormalsIsTheIntegralOfItsDefinition() {
    // log(sigma2 / sigma1), not its square and not the other way round
    double[] first = {0.4, 0.7};
    double[] second = {-0.3, 1.9};
    double integral = 0;
    double dx = 1e-3;
    for (double x = -12; x < 12; x += dx) {
      double p = logDensity(x, first);
      integral += Math.exp(p) * (p - logDensity(x, second)) * dx;
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor there = normal(first).divergence(normal(second));
      Tensor back = normal(second).divergence(normal(first));
      assertThat(Tensors.toDoubles(there)[0]).isCloseTo(integral, within(1e-9));
      assertThat(Tensors.toDoubles(back)[0]).isGreaterThan(integral + 0.1);
      Tensor x = Tensors.of(new double[] {0.9}, 1, 1, 1, 1);
      assertClose(
          Tensors.toDoubles(normal(second).logDensity(x))[0], logDensity(0.9, second), 1e-12);
    }
  }

  private static Normal normal(double[] meanAndDeviation) {
    return new Normal(
        Tensors.of(new double[] {meanAndDeviation[0]}, 1, 1, 1, 1),
        Tensors.of(new double[] {2 * Math.log(meanAndDeviation[1])}, 1, 1, 1, 1));
  }

  private static double logDensity(double x, double[] meanAndDeviation) {
    double z = (x - meanAndDeviation[0]) / meanAndDeviation[1];
    return -0.5 * z * z - Math.log(meanAndDeviation[1]) - 0.5 * Math.log(2 * Math.PI);
  }

  @Test
  void binsHoldAllProbability() {
    for (double[] range : new double[][] {{-1, 1}, {0, 1}}) {
      double step = (range[1] - range[0]) / 255;
      double[] values = new double[256];
      Arrays.setAll(values, i -> range[0] + i * step);
      for (double[] law : new double[][] {{0.2, 0.1}, {0.9, 0.5}, {range[0], 0.03}}) {
        double[] exact = probabilities(PixelBins.of(range[0], range[1]), values, law);
        // floors of 1e-12 in at most 256 bins
        assertThat(Arrays.stream(exact).sum()).isCloseTo(1, within(1e-9));
        double[] published =
            probabilities(new PixelBins(range[0], range[1], PixelBins.Cdf.TANH), values, law);
        for (int i = 0; i < 256; i++) {
          assertThat(published[i]).isCloseTo(exact[i], within(6e-4)); // two errors of 3e-4
        }
      }
    }
    assertClose(PixelBins.of(-1, 1).bits(), Math.log(127.5) / Math.log(2), 1e-12);
    assertThatThrownBy(() -> PixelBins.of(1, 1)).hasMessageContaining("range that rises");
  }

  private static double[] probabilities(PixelBins bins, double[] values, double[] law) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensors.of(values, 1, 1, 16, 16);
      return Tensors.toDoubles(bins.logLikelihood(x, normal(law)).exp());
    }
  }
}
