package io.inkwash.solve;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.Clamped;
import io.inkwash.denoise.Decoder;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.PixelBins;
import io.inkwash.denoise.Variance;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Vp;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.solve.sde.LearnedAncestral;
import io.inkwash.testkit.Cases;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.testkit.Golden;
import io.inkwash.testkit.PublishedModel;
import io.inkwash.testkit.TensorMixture;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BoundLikelihoodTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/iddpm-losses.txt");
  private static final Rng STREAM = Rng.seed(21);
  private static final int IMAGES = 1000;

  /** Both sides are float64; terms of different sign cancel to a few digits. */
  private static final double ROUNDING = 1e-8;

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void termsAreThePublishedOnes() {
    GaussianPath path = DiscretePath.of(Betas.cosine(12));
    PixelBins bins = new PixelBins(-1, 1, PixelBins.Cdf.TANH);
    for (Variance variance : Variance.values()) {
      try (TensorScope scope = TensorScope.open()) {
        Denoiser model = new Clamped(PublishedModel.denoiser(path, variance), -1, 1);
        Likelihood found =
            BoundLikelihood.everyStep(path, variance, bins)
                .of(model, PublishedModel.images(), PublishedModel.draws());
        double[] steps = GOLDEN.vector("vb." + variance); // a row an image, a column a timestep
        assertThat(found.terms()).hasSize(13);
        for (int i = 0; i < 12; i++) {
          int column = i;
          double[] expected = new double[4];
          Arrays.setAll(expected, k -> steps[12 * k + column]);
          assertClose(found.terms().get(i + 1).bits(), expected, ROUNDING);
        }
        double[] prior = GOLDEN.vector("prior_bpd." + variance);
        for (int k = 0; k < 4; k++) { // of 1e-11 in all, rounded at 1
          assertClose(found.terms().get(0).bits()[k], prior[k], 0, 1e-14);
        }
        assertClose(found.perImage(), GOLDEN.vector("total_bpd." + variance), ROUNDING);
      }
    }
  }

  @Test
  void samplesAreThePublishedOnes() {
    GaussianPath path = DiscretePath.of(Betas.cosine(12));
    double[] times = new double[13];
    Arrays.setAll(times, i -> 12.0 - i);
    for (Variance variance : Variance.values()) {
      Solver solver =
          switch (variance) {
            case FIXED_SMALL -> new Ancestral(Variance.FIXED_SMALL);
            case FIXED_LARGE -> new Ancestral(Variance.FIXED_LARGE);
            case LEARNED, LEARNED_RANGE -> new LearnedAncestral();
          };
      try (TensorScope scope = TensorScope.open()) {
        Denoiser model = new Clamped(PublishedModel.denoiser(path, variance), -1, 1);
        Tensor drawn =
            new SamplingLoop(path, solver, times)
                .walk(
                    PublishedModel.noise(0),
                    model,
                    PublishedModel.draws(),
                    SamplingLoop.Observer.NONE);
        double[] expected = GOLDEN.vector("sample." + variance);
        double[] found = Tensors.toDoubles(drawn);
        for (int i = 0; i < found.length; i++) {
          assertClose(found[i], expected[i], ROUNDING, ROUNDING);
        }
      }
    }
  }

  @Test
  void respacedSamplesAreThePublishedOnes() {
    assertRespaced(
        "respaced-sample.FIXED_SMALL", new Ancestral(Variance.FIXED_SMALL), Variance.FIXED_SMALL);
    assertRespaced(
        "respaced-sample.FIXED_LARGE", new Ancestral(Variance.FIXED_LARGE), Variance.FIXED_LARGE);
    assertRespaced("respaced-sample.LEARNED_RANGE", new LearnedAncestral(), Variance.LEARNED_RANGE);
    for (double eta : new double[] {0, 0.6, 1}) {
      assertRespaced("ddim." + eta, new Ddim(eta), Variance.FIXED_SMALL);
    }
  }

  private static void assertRespaced(String name, Solver solver, Variance variance) {
    GaussianPath path = DiscretePath.of(Betas.cosine(40));
    double[] times = TimeGrid.sections("5,4").times(path, 9);
    try (TensorScope scope = TensorScope.open()) {
      Denoiser model = new Clamped(PublishedModel.denoiser(path, variance), -1, 1);
      Tensor drawn =
          new SamplingLoop(path, solver, times)
              .walk(
                  PublishedModel.noise(0),
                  model,
                  PublishedModel.draws(),
                  SamplingLoop.Observer.NONE);
      double[] expected = GOLDEN.vector(name);
      double[] found = Tensors.toDoubles(drawn);
      for (int i = 0; i < found.length; i++) {
        assertClose(found[i], expected[i], ROUNDING, ROUNDING);
      }
    }
  }

  @Test
  void withTheTrueVarianceTheBoundOfNormalDataIsTheLikelihood() {
    double[] mean = {0.3, -0.5, 0.1, 0.2};
    double variance = 0.09;
    GaussianMixture data = GaussianMixture.normal(mean, variance);
    double entropy = 0.5 * Math.log(2 * Math.PI * Math.E * variance) / Math.log(2);
    for (int timesteps : new int[] {3, 30}) {
      GaussianPath path = DiscretePath.of(Betas.cosine(timesteps));
      double[][] points = points(data);
      Likelihood bound =
          measure(
              TensorMixture.normal(path, mean, variance), path, Variance.LEARNED_RANGE, points, 4);
      double[] gaps = gaps(bound, data, points);
      // the reverse of normal data is normal: nothing is lost in any number of steps but the
      // part of the last timestep that the nominal prior does not know of, 1e-6 here
      assertThat(mean(gaps)).as("T = %d", timesteps).isCloseTo(0, within(4 * error(gaps) + 1e-5));
      assertThat(bound.bitsPerDim()).isCloseTo(entropy, within(4 * bound.error()));
    }
  }

  @Test
  void theBoundIsAboveTheLikelihoodAndTightAsStepsGrow() {
    GaussianMixture data = GaussianMixture.twoBlobs();
    double[][] points = points(data);
    double before = Double.POSITIVE_INFINITY;
    for (int timesteps : new int[] {4, 16, 64}) {
      GaussianPath path = DiscretePath.of(Betas.cosine(timesteps));
      double learned = Double.NaN;
      for (Variance variance :
          new Variance[] {Variance.LEARNED_RANGE, Variance.FIXED_SMALL, Variance.FIXED_LARGE}) {
        double[] gaps =
            gaps(measure(TensorMixture.twoBlobs(path), path, variance, points, 2), data, points);
        assertThat(mean(gaps))
            .as("gap of T = %d with variance %s", timesteps, variance)
            .isGreaterThan(-4 * error(gaps));
        if (variance == Variance.LEARNED_RANGE) {
          learned = mean(gaps);
        } else {
          assertThat(mean(gaps)).isGreaterThan(learned); // a fixed variance is never the best one
        }
      }
      assertThat(learned).isLessThan(0.6 * before);
      before = learned;
    }
    assertThat(before).isLessThan(0.02);
  }

  @Test
  void quantizedDataAreBoundedToo() {
    GaussianMixture data = GaussianMixture.normal(new double[] {0.1, -0.2}, 0.04);
    double step = 2 / 255.0;
    double[][] points = points(data);
    for (double[] point : points) {
      for (int i = 0; i < point.length; i++) {
        point[i] = Math.max(-1, Math.min(1, -1 + Math.rint((point[i] + 1) / step) * step));
      }
    }
    GaussianPath path = DiscretePath.of(Betas.cosine(60));
    try (TensorScope scope = TensorScope.open()) {
      Likelihood bound =
          BoundLikelihood.everyStep(path, Variance.LEARNED_RANGE, PixelBins.of(-1, 1))
              .of(
                  TensorMixture.normal(path, new double[] {0.1, -0.2}, 0.04),
                  tensor(points),
                  STREAM,
                  0);
      // The density at the middle of a bin times its width is its probability to 1e-4 here, since
      // the data are 25 bins wide.
      double[] gaps = gaps(bound, data, points);
      double gap = mean(gaps) - PixelBins.of(-1, 1).bits();
      assertThat(gap).isBetween(-4 * error(gaps) - 1e-3, 0.05);
    }
  }

  @Test
  void anImageDoesNotDependOnItsBatchAndNothingIsLeftBehind() {
    GaussianPath path = DiscretePath.of(Betas.cosine(8));
    double[][] points = points(GaussianMixture.twoBlobs());
    BoundLikelihood likelihood =
        BoundLikelihood.everyStep(path, Variance.FIXED_LARGE, Decoder.density());
    long[] alive = new long[2];
    for (int round = 0; round < 2; round++) {
      try (TensorScope scope = TensorScope.open()) {
        Denoiser model = TensorMixture.twoBlobs(path);
        Tensor x = tensor(Arrays.copyOf(points, 5));
        Likelihood whole = likelihood.of(model, x, STREAM, 7);
        Likelihood parts =
            likelihood
                .of(model, x.narrow(0, 0, 2), STREAM, 7)
                .with(likelihood.of(model, x.narrow(0, 2, 3), STREAM, 9));
        assertClose(parts.perImage(), whole.perImage(), 1e-12);
        assertClose(parts.bitsPerDim(), whole.bitsPerDim(), 1e-12);
        assertClose(
            whole.total("prior") + whole.total("step") + whole.total("decoder"),
            whole.bitsPerDim(),
            1e-12);
      }
      alive[round] = Pointer.totalCount();
    }
    assertThat(alive[1]).isEqualTo(alive[0]);
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    GaussianPath path = DiscretePath.of(Betas.cosine(8));
    assertThatThrownBy(
            () ->
                new BoundLikelihood(
                    path, new double[] {8, 0}, Variance.FIXED_SMALL, Decoder.density()))
        .hasMessageContaining("three or more");
    assertThatThrownBy(
            () -> BoundLikelihood.everyStep(Vp.linear(), Variance.FIXED_SMALL, Decoder.density()))
        .hasMessageContaining("no timesteps");
    assertThatThrownBy(
            () ->
                BoundLikelihood.everyStep(path, Variance.LEARNED, Decoder.density())
                    .of(
                        PublishedModel.denoiser(path, Variance.FIXED_SMALL),
                        PublishedModel.images(),
                        STREAM,
                        0))
        .hasMessageContaining("predicts none");
  }

  private static Likelihood measure(
      Denoiser model, GaussianPath path, Variance variance, double[][] points, int size) {
    try (TensorScope scope = TensorScope.open()) {
      return BoundLikelihood.everyStep(path, variance, Decoder.density())
          .of(model, tensor(points).view(IMAGES, 1, 1, size), STREAM, 0);
    }
  }

  private static double[][] points(GaussianMixture data) {
    double[][] points = new double[IMAGES][];
    Cases cases = Cases.seeded(4);
    Arrays.setAll(points, k -> data.sample(cases.uniform(0, 1), cases.normals(data.dimensions())));
    return points;
  }

  private static Tensor tensor(double[][] points) {
    double[] flat = Arrays.stream(points).flatMapToDouble(Arrays::stream).toArray();
    return Tensors.of(flat, points.length, 1, 1, points[0].length);
  }

  /** What each image's number is above its exact one, in bits/dim. */
  private static double[] gaps(Likelihood found, GaussianMixture data, double[][] points) {
    double[] gaps = found.perImage();
    double nats = data.dimensions() * Math.log(2);
    for (int k = 0; k < gaps.length; k++) {
      gaps[k] += data.logDensity(points[k], 1, 0) / nats;
    }
    return gaps;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double error(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1.0) / values.length);
  }
}
