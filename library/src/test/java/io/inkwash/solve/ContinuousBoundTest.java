package io.inkwash.solve;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.Clamped;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.denoise.PixelBins;
import io.inkwash.denoise.PixelValues;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.MonotoneNet;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Rise;
import io.inkwash.process.VpLogSnr;
import io.inkwash.testkit.Cases;
import io.inkwash.testkit.ExactDenoiser;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bound of infinitely many steps, on pixels of three bytes, whose entropy is known. */
@ExtendWith(NativeLeakGuard.class)
class ContinuousBoundTest {
  private static final int ROWS = 5;
  private static final int PIXELS = 400;
  private static final PixelValues VALUES = new PixelValues(PixelBins.of(-1, 1));
  private static final double[] SHARES = {0.5, 0.3, 0.2};
  private static final double[] BYTES = {0, 100, 101};
  private static final GaussianMixture DATA =
      new GaussianMixture(
          SHARES,
          Arrays.stream(BYTES)
              .mapToObj(each -> new double[] {2 * each / 255 - 1})
              .toArray(double[][]::new),
          new double[3]);
  private static final double ENTROPY =
      -Arrays.stream(SHARES).map(p -> p * Math.log(p) / Math.log(2)).sum();

  /** Rows of bytes in their shares. */
  private static Tensor images() {
    double[] pixels = new double[ROWS * PIXELS];
    Arrays.setAll(
        pixels,
        i -> {
          double position = (i % PIXELS) / (double) PIXELS;
          return 2 * BYTES[position < 0.5 ? 0 : position < 0.8 ? 1 : 2] / 255 - 1;
        });
    return Tensors.of(pixels, ROWS, 1, 1, PIXELS);
  }

  private static Likelihood of(GaussianPath path, Denoiser model) {
    try (TensorScope scope = TensorScope.open()) {
      return new ContinuousBound(path, VALUES, 100).of(model, images(), Rng.seed(4), 0);
    }
  }

  /** The best denoiser of these pixels, or a share of its estimates. */
  private record Best(GaussianPath path, double share) implements Denoiser {
    @Override
    public Denoised denoise(Tensor x, double t) {
      throw new AssertionError("the bound has a time for each image");
    }

    @Override
    public Tensor denoiseEach(Tensor x, double[] t) {
      double[] pixels = Tensors.toDoubles(x);
      for (int i = 0; i < pixels.length; i++) {
        double time = t[i / PIXELS];
        double[] pixel = {pixels[i]};
        pixels[i] = share * DATA.denoise(pixel, path.alpha(time), path.sigma(time))[0];
      }
      return Tensors.of(pixels, Tensors.shape(x));
    }
  }

  /** Of paths that agree in nothing but what they leave at both ends. */
  @Test
  void withTheBestDenoiserItIsTheEntropyOnEveryPath() {
    MonotoneNet steep =
        new MonotoneNet(1, -0.5, new double[] {12}, new double[] {0}, new double[] {8});
    List<GaussianPath> paths =
        List.of(
            new VpLogSnr(-13.3, 5, Rise.linear()),
            new VpLogSnr(-13.3, 5, steep),
            new Edm(0.0013, 12));
    for (GaussianPath path : paths) {
      Likelihood found = of(path, new Best(path, 1));
      // What is left of the image at the end, and what of it is hidden at the start, cost 0.01 each
      assertThat(found.bitsPerDim())
          .as(path.name())
          .isCloseTo(ENTROPY, within(3 * found.error() + 0.02));
      assertThat(found.error()).as(path.name()).isLessThan(0.03);
    }
  }

  @Test
  void anyOtherDenoiserNeedsMoreBits() {
    GaussianPath path = new VpLogSnr(-13.3, 5, Rise.linear());
    Likelihood found = of(path, new Best(path, 0.9));
    Likelihood least = of(path, new Best(path, 1));
    assertThat(found.bitsPerDim() - least.bitsPerDim()).isGreaterThan(10 * least.error());
  }

  /** Normal pixels, against the integral in closed form. */
  @Test
  void onNormalDataItIsTheIntegral() {
    double variance = 0.09;
    GaussianPath path = new VpLogSnr(-6, 3, Rise.linear());
    GaussianMixture data = GaussianMixture.normal(new double[PIXELS], variance);
    double[] pixels = Cases.seeded(1).normals(ROWS * PIXELS);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] *= 0.3;
    }
    try (TensorScope scope = TensorScope.open()) {
      Likelihood found =
          new ContinuousBound(path, VALUES, 20)
              .of(
                  new ExactDenoiser(data, path),
                  Tensors.of(pixels, ROWS, 1, 1, PIXELS),
                  Rng.seed(5),
                  0);
      // half of d gamma / (1 + exp(gamma) / v) from -6 to 3, in bits
      double expected =
          0.5 * (9 + Math.log1p(Math.exp(-6) / variance) - Math.log1p(Math.exp(3) / variance));
      double spread = found.error() * 3 + 0.01;
      assertThat(found.total("diffusion")).isCloseTo(expected / Math.log(2), within(spread));
    }
  }

  @Test
  void anImagesBitsDoNotDependOnItsBatch() {
    GaussianPath path = new VpLogSnr(-13.3, 5, Rise.linear());
    Denoiser model = new Clamped(new Best(path, 1), -1, 1);
    try (TensorScope scope = TensorScope.open()) {
      ContinuousBound bound = new ContinuousBound(path, VALUES, 3);
      double[] whole = bound.of(model, images(), Rng.seed(4), 0).perImage();
      double[] part = bound.of(model, images().narrow(0, 2, 3), Rng.seed(4), 2).perImage();
      assertThat(part).containsExactly(Arrays.copyOfRange(whole, 2, 5));
    }
  }

  @Test
  void aNetworkDenoisesEachImageAtItsOwnTime() {
    GaussianPath path = Edm.standard();
    NetworkDenoiser model =
        new NetworkDenoiser(
            new FormulaNetwork((x, level) -> x.mul(level).sin()),
            path,
            new Parameterization(
                Targets.edm(0.5), InputScale.unitVariance(0.5), NoiseLevelInput.logSigma(0.25)),
            Conditioning.none(),
            Precision.FP32);
    double[] times = {0.01, 0.5, 7};
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Rng.seed(2).normal(3, 1, 4, 4);
      double[] each = Tensors.toDoubles(model.denoiseEach(x, times));
      double[] alone = new double[each.length];
      for (int k = 0; k < 3; k++) {
        double[] one = Tensors.toDoubles(model.denoise(x.narrow(0, k, 1), times[k]).x0());
        System.arraycopy(one, 0, alone, 16 * k, 16);
      }
      assertClose(each, alone, 1e-5); // float32, factors rounded before or after
    }
  }

  @Test
  void refusesPathsWithoutSuchABound() {
    for (GaussianPath path : List.of(DiscretePath.of(Betas.cosine(10)), RectifiedFlow.standard())) {
      assertThat(ContinuousBound.applies(path)).isFalse();
      assertThatThrownBy(() -> new ContinuousBound(path, VALUES, 1))
          .hasMessage(
              "bound of infinitely many steps on "
                  + path.name()
                  + "; allowed: a path without timesteps and with signal at its end");
    }
    assertThatThrownBy(() -> new ContinuousBound(Edm.standard(), VALUES, 0))
        .hasMessage("bound by 0 times an image; allowed: 1 or more");
  }
}
