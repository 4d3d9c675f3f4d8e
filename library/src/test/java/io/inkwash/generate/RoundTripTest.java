package io.inkwash.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.SpecException;
import io.inkwash.condition.Requested;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Vp;
import io.inkwash.restore.Blend;
import io.inkwash.restore.Prior;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.StepProgress;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passages and edits of normal images with the exact denoiser. */
@ExtendWith(NativeLeakGuard.class)
class RoundTripTest {
  private static final double SPREAD = 0.5;

  private static Denoiser exact(GaussianPath path) {
    return (x, t) -> {
      double alpha = path.alpha(t);
      double sigma = path.sigma(t);
      double gain = SPREAD * SPREAD * alpha / (alpha * alpha * SPREAD * SPREAD + sigma * sigma);
      return Denoised.of(x.mul(new Scalar(gain)));
    };
  }

  private static Prior prior(GaussianPath path, int steps) {
    return new Prior(
        exact(path),
        new SamplingLoop(path, new Ddim(0), TimeGrid.trailing().times(path, steps)),
        new ImageSpec(1, 4, 4, PixelRange.SYMMETRIC));
  }

  private static Tensor images(long count) {
    return Rng.seed(3)
        .normalRows(0, 0, count, 1, 4, 4)
        .to(ScalarType.Double)
        .mul_(new Scalar(SPREAD));
  }

  private static double error(Tensor a, Tensor b) {
    return Tensors.toDoubles(a.sub(b).square().mean())[0];
  }

  @Test
  void theRoundTripClosesWithItsSteps() {
    for (GaussianPath path : List.of(Vp.linear(), RectifiedFlow.standard())) {
      double before = Double.POSITIVE_INFINITY;
      for (int steps : new int[] {10, 40, 160}) {
        RoundTrip passage = RoundTrip.upAndDown(prior(path, steps), 1);
        double error = error(passage.back(images(4), StepProgress.NONE), images(4));
        // Four times the steps: a sixteenth of the squared error in the end, less on coarse grids.
        assertThat(error).as(path.name() + ", " + steps).isLessThan(before / 3);
        before = error;
      }
      assertThat(before).isLessThan(1e-3);
    }
  }

  @Test
  void moreRoundsMakeACloserInverse() {
    Prior prior = prior(Vp.linear(), 10);
    double once =
        error(RoundTrip.upAndDown(prior, 1).back(images(2), StepProgress.NONE), images(2));
    double often =
        error(RoundTrip.upAndDown(prior, 20).back(images(2), StepProgress.NONE), images(2));
    assertThat(often).isLessThan(once / 100);
  }

  @Test
  void aSeedIsTheImageThatSampleDraws() {
    Prior prior = prior(Vp.linear(), 5);
    RoundTrip passage = RoundTrip.down(prior, 1);
    Drawing drawing =
        new Drawing(
            new DiffusionGenerator(
                ConditionalDenoiser.of(given -> prior.denoiser()), prior.sampler(), prior.data()),
            prior.data(),
            Requested.NONE,
            9,
            ComputeDevice.CPU);
    assertThat(prior.pictures(passage.images(passage.seeded(9))))
        .isEqualTo(drawing.draw(1, 1, StepProgress.NONE));
  }

  @Test
  void theWayBetweenStartsAndEndsWhereItShould() {
    RoundTrip passage = RoundTrip.down(prior(Vp.linear(), 20), 1);
    Tensor a = passage.seeded(1);
    Tensor b = passage.seeded(2);
    for (Blend blend : Blend.values()) {
      int[] conditional = {0};
      Tensor way =
          passage.between(a, b, blend, 5, 2, (images, done, of) -> conditional[0] += images);
      assertThat(Tensors.shape(way)).containsExactly(5, 1, 4, 4);
      assertThat(error(way.narrow(0, 0, 1), passage.images(a))).isLessThan(1e-20);
      assertThat(error(way.narrow(0, 4, 1), passage.images(b))).isLessThan(1e-20);
      assertThat(conditional[0]).isEqualTo(5 * 20);
    }
  }

  @Test
  void aPathWithoutSignalAtItsEndTurnsOneStepEarlier() {
    assertThat(RoundTrip.upAndDown(prior(RectifiedFlow.standard(), 4), 1).inversion().times())
        .hasSize(4);
    assertThat(RoundTrip.upAndDown(prior(Vp.linear(), 4), 1).inversion().times()).hasSize(5);
    assertThatThrownBy(() -> RoundTrip.upAndDown(prior(RectifiedFlow.standard(), 1), 1))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("2 or more");
  }

  @Test
  void anEditKeepsLessTheStrongerItIs() {
    Prior prior = prior(Vp.linear(), 20);
    Tensor images = images(3);
    double before = 0;
    for (double strength : new double[] {0.05, 0.3, 1}) {
      Tensor edited = new Editing(prior, strength, 5).edit(images, 0, StepProgress.NONE);
      double change = error(edited, images);
      assertThat(change).isGreaterThan(before);
      before = change;
      Tensor last =
          new Editing(prior, strength, 5).edit(images.narrow(0, 2, 1), 2, StepProgress.NONE);
      assertThat(error(last, edited.narrow(0, 2, 1))).isLessThan(1e-24);
    }
    // Nothing of the image is left: two independent images are apart by both variances.
    assertThat(before).isGreaterThan(SPREAD * SPREAD);
    assertThatThrownBy(() -> new Editing(prior, 0, 5)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Editing(prior, 1.1, 5)).hasMessageContaining("to 1");
  }
}
