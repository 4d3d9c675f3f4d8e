package io.inkwash.restore;

import static io.inkwash.restore.Pictures.distance;
import static io.inkwash.restore.Pictures.dot;
import static io.inkwash.restore.Pictures.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Vp;
import io.inkwash.restore.degradation.Identity;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Joining a path midway, going back to noise, going from noise to noise. */
@ExtendWith(NativeLeakGuard.class)
class LatentTest {
  private static final GaussianPath TABLE = DiscretePath.of(Betas.linear(1000));
  private static final KnownData DATA = KnownData.twoBlobs();

  @Test
  void noisyImagesJoinWhereThePathIsAsNoisy() {
    for (GaussianPath path :
        List.of(TABLE, Vp.cosine(), Edm.standard(), RectifiedFlow.standard())) {
      for (double sigma : new double[] {0.05, 0.5, 1, 7}) {
        StartTime place = StartTime.atNoise(path, sigma);
        double t = place.time();
        assertThat(path.sigma(t) / path.alpha(t)).isCloseTo(sigma, within(1e-9 * sigma));
        Tensor y = random(1, 2, 1, 1, 2);
        double[] state = Tensors.toDoubles(place.ofNoisy(y));
        assertThat(state[3]).isCloseTo(path.alpha(t) * Tensors.toDoubles(y)[3], within(1e-12));
      }
    }
    assertThat(StartTime.atNoise(TABLE, 1e-6).time()).isEqualTo(1);
    assertThatThrownBy(() -> StartTime.atNoise(TABLE, 0)).hasMessageContaining("level 0.0");
    assertThatThrownBy(() -> StartTime.atNoise(Edm.standard(), 1e9))
        .hasMessageContaining("up to 80");
  }

  @Test
  void theRestOfTheGridFollows() {
    StartTime place = new StartTime(TABLE, 333.25);
    assertThat(place.times(1000, 500, 333.25, 300, 100, 0)).containsExactly(333.25, 300, 100, 0);
    double[] grid = {10, 8, 6, 4, 2, 0};
    assertThat(StartTime.atStrength(TABLE, 0.4, grid).times(grid)).containsExactly(4, 2, 0);
    assertThat(StartTime.atStrength(TABLE, 1, grid).times(grid)).containsExactly(grid);
    assertThat(StartTime.atStrength(TABLE, 0.01, grid).times(grid)).containsExactly(2, 0);
    Tensor clean = random(1, 1, 1, 1, 2);
    Tensor eps = random(2, 1, 1, 1, 2);
    Tensor state = place.ofClean(clean, () -> eps);
    Tensor expected = Tensors.combine(TABLE.alpha(333.25), clean, TABLE.sigma(333.25), eps);
    assertThat(distance(state, expected)).isZero();
    assertThatThrownBy(() -> StartTime.atStrength(TABLE, 0, grid)).hasMessageContaining("strength");
    assertThatThrownBy(() -> new StartTime(TABLE, 0)).hasMessageContaining("above 0");
  }

  /** The leap is the posterior's mean to rounding, between timesteps too. */
  @Test
  void oneLeapIsThePosteriorMean() {
    for (GaussianPath path : List.of(TABLE, Vp.linear(), Edm.standard())) {
      for (double sigma : new double[] {0.137, 0.5, 1}) {
        Tensor y = Tensors.of(new double[] {-0.2, 0.15}, 1, 1, 1, 2);
        Tensor mean = StartTime.atNoise(path, sigma).mean(y, DATA.denoiser(path));
        double[] truth = DATA.given(new Measurement(new Identity(), y, sigma)).moments().mean();
        assertThat(Tensors.toDoubles(mean)[0]).isCloseTo(truth[0], within(1e-9));
        assertThat(Tensors.toDoubles(mean)[1]).isCloseTo(truth[1], within(1e-9));
      }
    }
  }

  /** First order: twice the steps, about half the error, a quarter of its square. */
  @Test
  void thereAndBackErrsLessWithMoreSteps() {
    Tensor images = Tensors.of(new double[] {-0.7, 0.2, 0.6, -0.1, 0.1, 0.1}, 3, 1, 1, 2);
    Denoiser model = DATA.denoiser(TABLE);
    double before = Double.POSITIVE_INFINITY;
    for (int steps : new int[] {10, 50, 100, 400}) {
      Inversion inversion = new Inversion(TABLE, TimeGrid.trailing().times(TABLE, steps), 1);
      double error = Arrays.stream(inversion.error(images, model)).average().orElseThrow();
      assertThat(error).isLessThan(0.5 * before);
      before = error;
    }
    assertThat(before).isLessThan(1e-3);
    Inversion refined = new Inversion(TABLE, TimeGrid.trailing().times(TABLE, 400), 8);
    assertThat(Arrays.stream(refined.error(images, model)).max().orElseThrow())
        .isLessThan(0.01 * before);
  }

  @Test
  void theGreatCircleKeepsLengthAndTheLineDoesNot() {
    Tensor a = random(1, 1, 1, 20, 20);
    Tensor b = random(2, 1, 1, 20, 20);
    Tensor round = Blend.SPHERICAL.frames(a, b, 5);
    Tensor straight = Blend.LINEAR.frames(a, b, 5);
    for (Tensor frames : List.of(round, straight)) {
      assertThat(Tensors.shape(frames)).containsExactly(5, 1, 20, 20);
      assertThat(distance(frames.narrow(0, 0, 1), a)).isLessThan(1e-12);
      assertThat(distance(frames.narrow(0, 4, 1), b)).isLessThan(1e-12);
    }
    double whole = Math.sqrt(dot(a, a) * dot(b, b));
    double angle = Math.acos(dot(a, b) / whole);
    Tensor quarter = round.narrow(0, 1, 1);
    double covered = Math.acos(dot(a, quarter) / Math.sqrt(dot(a, a) * dot(quarter, quarter)));
    // The ends differ in length by a few percent, which bends the angle a little.
    assertThat(covered).isCloseTo(angle / 4, within(0.03));
    Tensor middle = round.narrow(0, 2, 1);
    assertThat(dot(middle, middle) / whole).isCloseTo(1, within(0.02));
    Tensor mean = straight.narrow(0, 2, 1);
    assertThat(dot(mean, mean) / whole).isLessThan(0.65);
    assertThat(distance(Blend.SPHERICAL.frames(a, a, 3).narrow(0, 1, 1), a)).isLessThan(1e-9);
    assertThatThrownBy(() -> Blend.LINEAR.frames(a, b, 1)).hasMessageContaining("1 frames");
  }
}
