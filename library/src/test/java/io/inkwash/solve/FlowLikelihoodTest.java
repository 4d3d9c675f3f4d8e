package io.inkwash.solve;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Divergence;
import io.inkwash.denoise.PixelBins;
import io.inkwash.nn.Conditioning;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.SubVp;
import io.inkwash.process.Ve;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;
import io.inkwash.testkit.Cases;
import io.inkwash.testkit.ExactDenoiser;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.testkit.TensorMixture;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FlowLikelihoodTest {
  private static final Rng STREAM = Rng.seed(8);
  private static final Integrator STEPS = new Integrator.EqualSteps(40);
  private static final List<GaussianPath> ONE_OF_EACH =
      List.of(
          DiscretePath.of(Betas.cosine(50)),
          DiscretePath.of(Betas.linear(1000).rescaleZeroTerminalSnr()),
          VeLevels.ncsnV2(),
          Vp.linear(),
          Vp.cosine(),
          SubVp.linear(),
          Ve.geometric(),
          Edm.standard(),
          RectifiedFlow.standard());
  private static final double[] MEAN = {0.3, -0.5, 0.1, 0.2};
  private static final double VARIANCE = 0.09;

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void onNormalDataEveryPathGivesTheDensityOfItsPrior() {
    GaussianMixture data = GaussianMixture.normal(MEAN, VARIANCE);
    double[][] points = points(data, 2);
    for (GaussianPath path : ONE_OF_EACH) {
      double from = path.start();
      try (TensorScope scope = TensorScope.open()) {
        double[] found =
            new FlowLikelihood(path, from, Divergence.rademacher(1), new Integrator.EqualSteps(30))
                .of(TensorMixture.normal(path, MEAN, VARIANCE), tensor(points), STREAM, 0)
                .perImage();
        for (int k = 0; k < points.length; k++) {
          // The flow of normal data is a scaling, so the model's density is known, nominal prior
          // and all: log p(x) = log N(flow(x)) + 4 log(scaling)
          double[] noise = data.flow(path, points[k], from, path.end());
          double[] moved = points[k].clone();
          moved[0] += 1;
          double scaling = data.flow(path, moved, from, path.end())[0] - noise[0];
          double log =
              GaussianMixture.normal(new double[4], 0).logDensity(noise, 0, path.priorScale())
                  + 4 * Math.log(scaling);
          // 30 steps of order 5 over at most a factor of 1e5 in noise
          assertThat(found[k])
              .as("image %d on %s", k, path.name())
              .isCloseTo(-log / (4 * Math.log(2)), within(2e-4));
        }
      }
    }
  }

  @Test
  void withTheErrorBarItIsTheEntropyOfNormalData() {
    GaussianMixture data = GaussianMixture.normal(MEAN, VARIANCE);
    GaussianPath path = Vp.linear();
    double start = path.alpha(path.start()) * path.alpha(path.start()) * VARIANCE;
    double entropy =
        0.5 * Math.log(2 * Math.PI * Math.E * (start + Math.pow(path.sigma(path.start()), 2)));
    try (TensorScope scope = TensorScope.open()) {
      Likelihood found =
          new FlowLikelihood(path, path.start(), Divergence.gaussian(1), STEPS)
              .of(
                  TensorMixture.normal(path, MEAN, VARIANCE),
                  tensor(points(data, 1000)),
                  STREAM,
                  0);
      assertThat(found.bitsPerDim())
          .isCloseTo(entropy / Math.log(2), within(4 * found.error() + 1e-3));
      assertThat(found.error()).isLessThan(0.05);
    }
  }

  @Test
  void bytesCountTheWidthOfTheirBins() {
    GaussianPath path = RectifiedFlow.standard();
    PixelBins bins = PixelBins.of(-1, 1);
    double[][] points = points(GaussianMixture.normal(MEAN, 0.01), 500);
    for (double[] point : points) {
      Arrays.setAll(point, i -> -1 + bins.step() * Math.rint((point[i] + 1) / bins.step()));
    }
    try (TensorScope scope = TensorScope.open()) {
      Denoiser model = TensorMixture.normal(path, MEAN, 0.01);
      FlowLikelihood flow = new FlowLikelihood(path, path.start(), Divergence.rademacher(1), STEPS);
      // normal data of deviation 0.1 in bins of 2/255: the density is flat enough across one
      double entropy =
          (0.5 * Math.log(2 * Math.PI * Math.E * 0.01) + Math.log(127.5)) / Math.log(2);
      Likelihood uniform =
          flow.ofBytes(
              ConditionalDenoiser.of(given -> model),
              Conditioning.none(),
              tensor(points),
              bins,
              Dequantization.UNIFORM,
              STREAM,
              0);
      assertThat(uniform.bitsPerDim()).isCloseTo(entropy, within(4 * uniform.error() + 2e-3));
      assertClose(uniform.total("bins"), 6.9943534369, 1e-10);
      assertThat(uniform.kind()).contains("uniform dequantization").contains("-1.0 to 1.0");
      Likelihood third =
          flow.ofBytes(
              ConditionalDenoiser.of(given -> model),
              Conditioning.none(),
              tensor(points).narrow(0, 3, 1),
              bins,
              Dequantization.UNIFORM,
              STREAM,
              3);
      assertClose(third.bitsPerDim(), uniform.perImage()[3], 1e-10);
      Likelihood none =
          flow.ofBytes(
              ConditionalDenoiser.of(given -> model),
              Conditioning.none(),
              tensor(points),
              bins,
              Dequantization.NONE,
              STREAM,
              0);
      assertThat(none.bitsPerDim()).isCloseTo(uniform.bitsPerDim(), within(0.05));
      assertThat(none.perImage()).isNotEqualTo(uniform.perImage());
    }
  }

  @Test
  void onAMixtureTheExactDivergenceGivesTheDensity() {
    GaussianMixture data = GaussianMixture.twoBlobs();
    double[][] points = points(data, 20);
    for (GaussianPath path :
        new GaussianPath[] {Vp.linear(), Ve.geometric(), RectifiedFlow.standard()}) {
      try (TensorScope scope = TensorScope.open()) {
        double[] found =
            new FlowLikelihood(path, path.start(), Divergence.exact(), STEPS)
                .of(TensorMixture.twoBlobs(path), tensor(points), STREAM, 0)
                .perImage();
        double gap = 0;
        for (int k = 0; k < found.length; k++) {
          gap += (found[k] - truth(data, path, points[k])) / found.length;
        }
        // what is left is the nominal prior: 0.006 bits/dim at most
        assertThat(gap).as(path.name()).isCloseTo(0, within(0.006));
      }
    }
  }

  @Test
  void randomDirectionsAreRightOnAverage() {
    GaussianMixture data = GaussianMixture.twoBlobs();
    GaussianPath path = RectifiedFlow.standard(); // its prior is the true one
    double[][] points = points(data, 500);
    for (Divergence divergence :
        new Divergence[] {Divergence.rademacher(1), Divergence.gaussian(2)}) {
      try (TensorScope scope = TensorScope.open()) {
        double[] gaps =
            new FlowLikelihood(path, path.start(), divergence, STEPS)
                .of(TensorMixture.twoBlobs(path), tensor(points), STREAM, 0)
                .perImage();
        for (int k = 0; k < gaps.length; k++) {
          gaps[k] -= truth(data, path, points[k]);
        }
        double mean = Arrays.stream(gaps).average().orElseThrow();
        double squares = Arrays.stream(gaps).map(g -> (g - mean) * (g - mean)).sum();
        double error = Math.sqrt(squares) / gaps.length;
        assertThat(mean).as(divergence.toString()).isCloseTo(0, within(4 * error));
        assertThat(error).as("the estimate has noise").isBetween(1e-5, 0.1);
      }
    }
  }

  @Test
  void adaptiveStepsAgreeAndTakeEachImageAlone() {
    GaussianPath path = Vp.linear();
    double[][] points = points(GaussianMixture.twoBlobs(), 3);
    FlowLikelihood adaptive =
        new FlowLikelihood(
            path, path.start(), Divergence.rademacher(1), new Integrator.Adaptive(1e-6, 1e-6));
    Denoiser model = TensorMixture.twoBlobs(path);
    try (TensorScope scope = TensorScope.open()) {
      double[] found = adaptive.of(model, tensor(points), STREAM, 0).perImage();
      double[] fixed =
          new FlowLikelihood(path, path.start(), Divergence.rademacher(1), STEPS)
              .of(model, tensor(points), STREAM, 0)
              .perImage();
      double[] last = adaptive.of(model, tensor(points).narrow(0, 2, 1), STREAM, 2).perImage();
      assertThat(last[0]).isEqualTo(found[2]);
      for (int k = 0; k < found.length; k++) {
        assertThat(found[k]).isCloseTo(fixed[k], within(1e-4));
      }
    }
  }

  @Test
  void equalStepsDoNotDependOnTheBatchAndNothingIsLeftBehind() {
    GaussianPath path = Vp.linear();
    double[][] points = points(GaussianMixture.twoBlobs(), 5);
    FlowLikelihood likelihood =
        new FlowLikelihood(
            path, path.start(), Divergence.gaussian(1), new Integrator.EqualSteps(5));
    long[] alive = new long[2];
    for (int round = 0; round < 2; round++) {
      try (TensorScope scope = TensorScope.open()) {
        Denoiser model = TensorMixture.twoBlobs(path);
        double[] whole = likelihood.of(model, tensor(points), STREAM, 0).perImage();
        double[] part = likelihood.of(model, tensor(points).narrow(0, 3, 2), STREAM, 3).perImage();
        assertClose(part, Arrays.copyOfRange(whole, 3, 5), 1e-10);
      }
      alive[round] = Pointer.totalCount();
    }
    assertThat(alive[1]).isEqualTo(alive[0]);
  }

  @Test
  void whatCannotBeDerivedIsRefused() {
    GaussianPath path = Vp.linear();
    try (TensorScope scope = TensorScope.open()) {
      Denoiser opaque = new ExactDenoiser(GaussianMixture.twoBlobs(), path);
      Tensor x = tensor(points(GaussianMixture.twoBlobs(), 1));
      assertThatThrownBy(() -> FlowLikelihood.of(path).of(opaque, x, STREAM, 0))
          .hasMessageContaining("cannot be derived");
      assertThatThrownBy(() -> new FlowLikelihood(path, 0, Divergence.exact(), STEPS))
          .hasMessageContaining("from t = 0.0");
      assertThatThrownBy(() -> Divergence.exact().directions(STREAM, 0, 1, 3, 64, 64))
          .hasMessageContaining("12288 dimensions");
    }
  }

  @Test
  void theDivergenceIsTheTraceOfTheJacobian() {
    try (TensorScope scope = TensorScope.open();
        Grad on = Grad.on()) {
      Tensor x = Tensors.of(new double[] {0.2, -0.4, 1.1}, 1, 1, 1, 3).requires_grad_(true);
      Tensor mixed = x.mul(x).mul(x.sum()); // derivative of own coordinate: 2 x s + x^2
      double expected = 0;
      for (double value : new double[] {0.2, -0.4, 1.1}) {
        expected += 2 * value * 0.9 + value * value;
      }
      Divergence exact = Divergence.exact();
      double found =
          Tensors.toDoubles(exact.of(mixed, x, exact.directions(STREAM, 0, 1, 1, 1, 3)))[0];
      assertClose(found, expected, 1e-12);

      Divergence signs = Divergence.rademacher(500);
      double estimate =
          Tensors.toDoubles(signs.of(mixed, x, signs.directions(STREAM, 0, 1, 1, 1, 3)))[0];
      assertThat(estimate).isCloseTo(expected, within(0.45)); // deviation 2.4 / sqrt(500)
      Tensor direction = signs.directions(STREAM, 0, 1, 1, 1, 3)[0];
      assertThat(Tensors.toDoubles(direction.abs().sub(new Scalar(1.0)))).containsOnly(0);
    }
  }

  private static double truth(GaussianMixture data, GaussianPath path, double[] point) {
    double start = path.start();
    return -data.logDensity(point, path.alpha(start), path.sigma(start))
        / (data.dimensions() * Math.log(2));
  }

  private static double[][] points(GaussianMixture data, int count) {
    double[][] points = new double[count][];
    Cases cases = Cases.seeded(4);
    Arrays.setAll(points, k -> data.sample(cases.uniform(0, 1), cases.normals(data.dimensions())));
    return points;
  }

  private static Tensor tensor(double[][] points) {
    double[] flat = Arrays.stream(points).flatMapToDouble(Arrays::stream).toArray();
    return Tensors.of(flat, points.length, 1, 1, points[0].length);
  }
}
