package io.inkwash.solve;

import static io.inkwash.testkit.Close.assertClose;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The model, the start and the scripted noise of samplers.py, and what its samplers made of them.
 */
final class PublishedRuns {
  static final Golden GOLDEN = Golden.read("/io/inkwash/golden/samplers.txt");
  static final GaussianPath LEVELS = new Edm(1e-3, 1e3);
  static final double[] START = {1.3, -0.4, 0.2, -1.7};

  private PublishedRuns() {}

  static double[] start(double scale) {
    return Arrays.stream(START).map(x -> scale * x).toArray();
  }

  static void assertGolden(String name, double[] found) {
    try {
      // Both are float64; steps that nearly cancel near data cost some digits.
      assertClose(found, GOLDEN.vector(name), 1e-8);
    } catch (AssertionError e) {
      throw new AssertionError(name + " " + Arrays.toString(found) + ": " + e.getMessage(), e);
    }
  }

  static Denoiser onLevels() {
    return (x, sigma) -> {
      Tensor scaled = x.div(new Scalar(Math.sqrt(sigma * sigma + 1)));
      Tensor eps = wavy(scaled, 100 * Math.log1p(sigma));
      return Denoised.of(x.sub(eps, new Scalar(sigma)));
    };
  }

  static Tensor wavy(Tensor x, double timestep) {
    Tensor wave = x.mul(new Scalar(3.0)).add_(new Scalar(timestep / 300)).sin_();
    return Tensors.combine(0.4, x, 0.5, wave);
  }

  static double[] run(
      GaussianPath path, Solver solver, double[] times, Denoiser denoiser, double... start) {
    return run(path, solver, times, denoiser, noise(0), start);
  }

  static double[] run(
      GaussianPath path,
      Solver solver,
      double[] times,
      Denoiser denoiser,
      Noise noise,
      double... start) {
    try (TensorScope scope = TensorScope.open()) {
      return Tensors.toDoubles(
          new SamplingLoop(path, solver, times)
              .walk(Tensors.of(start, 1, 1, 2, 2), denoiser, noise, SamplingLoop.Observer.NONE));
    }
  }

  static Noise noise(int first) {
    int[] draws = {first};
    return () -> {
      double n = draws[0]++;
      double[] values = new double[4];
      Arrays.setAll(values, k -> Math.sin(7 * n + 3 * k + 1));
      return Tensors.of(values, 1, 1, 2, 2);
    };
  }
}
