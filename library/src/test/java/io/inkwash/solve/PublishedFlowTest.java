package io.inkwash.solve;

import static io.inkwash.testkit.Close.assertClose;

import io.inkwash.denoise.Divergence;
import io.inkwash.solve.ode.Rk45;
import io.inkwash.testkit.Golden;
import io.inkwash.testkit.PublishedSde;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The probability flow and its likelihood against score_sde's own code.
 *
 * <p>Its likelihood integrates x over the path's time, ours x / r over an angle. Along a direction
 * of signs the estimated divergences differ by just what r adds, so that the numbers are the same;
 * with normal directions they would be so on average only. Its bits/dim count bins of width 2 / 256
 * on [-1, 1], 7 bits; ours are of 2 / 255, and the density is compared without them.
 */
class PublishedFlowTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/score-sde-models.txt");
  private static final double[][] IMAGES = {
    {0.3, -0.7, 0.9, -1.0}, {1.0, 0.1, -0.2, 0.6}, {-0.5, 0.5, 0.0, -0.9}
  };

  /** Both sides are float64. */
  private static final double ROUNDING = 1e-10;

  /** Two integrators of one equation, each to its tolerance: theirs 1e-10, ours 1e-7 or less. */
  private static final double INTEGRATION = 1e-6;

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void drift() {
    for (PublishedSde sde : PublishedSde.all()) {
      for (double t : new double[] {0.0078125, 0.25, 0.875}) {
        try (TensorScope scope = TensorScope.open()) {
          Tensor slope = Estimate.of(sde.denoiser(), sde.path(), start(1), t).velocity();
          double[] expected = GOLDEN.vector("drift." + sde.name() + "." + t);
          assertClose(Tensors.toDoubles(slope), expected, ROUNDING);
        }
      }
    }
  }

  @Test
  void end() {
    for (PublishedSde sde : PublishedSde.all()) {
      try (TensorScope scope = TensorScope.open()) {
        SamplingLoop sampler =
            new SamplingLoop(sde.path(), new Rk45(1e-9, 1e-9), new double[] {1, 1e-3});
        Tensor start = start(sde.path().priorScale());
        Tensor end =
            sampler.walk(
                start, sde.denoiser(), PublishedFlowTest::none, SamplingLoop.Observer.NONE);
        assertClose(Tensors.toDoubles(end), GOLDEN.vector("ode." + sde.name()), INTEGRATION);
      }
    }
  }

  @Test
  void likelihood() {
    Divergence signs = Divergence.rademacher(1);
    Rng stream = Rng.seed(3);
    try (TensorScope scope = TensorScope.open()) {
      long drawn = drawnAs(signs, stream, 1, -1, -1, 1);
      for (PublishedSde sde : PublishedSde.all()) {
        FlowLikelihood flow =
            new FlowLikelihood(sde.path(), 1e-5, signs, new Integrator.Adaptive(1e-7, 1e-7));
        for (int k = 0; k < IMAGES.length; k++) {
          Tensor image = Tensors.of(IMAGES[k], 1, 1, 2, 2);
          Likelihood found = flow.of(sde.denoiser(), image, stream, drawn);
          double density = GOLDEN.value("bits." + sde.name() + "." + k) - 7;
          assertClose(found.bitsPerDim(), density, INTEGRATION);
        }
      }
    }
  }

  /** The number of an image whose random direction has the recorded signs. */
  private static long drawnAs(Divergence signs, Rng stream, double... recorded) {
    for (long image = 0; ; image++) {
      Tensor direction = signs.directions(stream, image, 1, 1, 2, 2)[0];
      if (Arrays.equals(Tensors.toDoubles(direction), recorded)) {
        return image;
      }
    }
  }

  private static Tensor start(double scale) {
    return Tensors.of(PublishedSde.startingState(), 1, 1, 2, 2).mul_(new Scalar(scale));
  }

  private static Tensor none() {
    throw new AssertionError("a deterministic solver draws noise");
  }
}
