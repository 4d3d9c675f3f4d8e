package io.inkwash.objective;

import static io.inkwash.testkit.Close.assertClose;

import io.inkwash.denoise.PixelBins;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.testkit.Golden;
import io.inkwash.testkit.PublishedModel;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.weighting.Weightings;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Training losses of Improved DDPM's own code, for every mean, variance and loss. */
class PublishedLossesTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/iddpm-losses.txt");
  private static final Map<String, Target> MEANS =
      Map.of(
          "PREVIOUS_X", Targets.posteriorMean(),
          "START_X", Targets.x0(),
          "EPSILON", Targets.noise());
  private static final DiscretePath PATH = DiscretePath.of(Betas.linear(40));
  private static final TimeBatch TIMES =
      new TimeBatch(new double[] {1, 2, 8, 40}, new double[] {1, 1, 1, 1});
  private static final PixelBins BINS = new PixelBins(-1, 1, PixelBins.Cdf.TANH);

  /** Both sides are float64; terms of different sign cancel to a few digits. */
  private static final double ROUNDING = 1e-8;

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void lossesAreThePublishedOnes() {
    for (Variance variance : Variance.values()) {
      MEANS.forEach((name, target) -> check(variance, name, target));
    }
  }

  private static void check(Variance variance, String mean, Target target) {
    String prefix = "loss." + mean + "." + variance.name() + ".";
    var parameterization =
        new Parameterization(target, InputScale.identity(), NoiseLevelInput.rescaledIndex());
    var simple =
        new DenoisingObjective(
            PATH, parameterization, Weightings.unit(target), TimeSampler.discrete());
    var bound = new Vlb(PATH, parameterization, variance, BINS, TimeSampler.discrete());
    try (TensorScope scope = TensorScope.open()) {
      Diffused batch = Diffused.of(PATH, TIMES, PublishedModel.images(), PublishedModel.noise(0));
      assertLoss(
          prefix + "RESCALED_KL",
          bound.loss(batch, PublishedModel.network(variance), Conditioning.none()).perImage());
      if (variance.learned()) {
        assertLoss(prefix + "MSE", hybrid(simple, variance, 1 / 40.0, batch));
        assertLoss(prefix + "RESCALED_MSE", hybrid(simple, variance, 0.001, batch));
      } else {
        Tensor output =
            batch.output(
                PublishedModel.network(variance), parameterization, Conditioning.none(), 1);
        assertLoss(prefix + "MSE", simple.perImage(batch, output));
      }
    }
  }

  private static Tensor hybrid(
      DenoisingObjective simple, Variance variance, double lambda, Diffused batch) {
    return new HybridVlb(simple, variance, BINS, lambda)
        .loss(batch, PublishedModel.network(variance), Conditioning.none())
        .perImage();
  }

  private static void assertLoss(String name, Tensor perImage) {
    try {
      assertClose(Tensors.toDoubles(perImage), GOLDEN.vector(name), ROUNDING);
    } catch (AssertionError e) {
      throw new AssertionError(name + ": " + e.getMessage(), e);
    }
  }
}
