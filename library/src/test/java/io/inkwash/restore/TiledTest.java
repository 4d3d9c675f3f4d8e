package io.inkwash.restore;

import static io.inkwash.restore.Pictures.distance;
import static io.inkwash.restore.Pictures.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeLeakGuard.class)
class TiledTest {
  /** Looks at single pixels, so that cutting images up changes nothing. */
  private static final Denoiser PIXELWISE =
      (x, t) -> new Denoised(x.square().mul(new Scalar(t)), x.mul(new Scalar(3.0)));

  @Test
  void whatLooksAtSinglePixelsDoesNotSeeTiles() {
    Tensor x = random(1, 2, 3, 11, 9);
    for (int atOnce : new int[] {1, 5, 1000}) {
      Denoised tiled = new Tiled(PIXELWISE, 4, 5, atOnce).denoise(x, 0.7);
      Denoised whole = PIXELWISE.denoise(x, 0.7);
      // A weighted mean of equal numbers: a few roundings.
      assertThat(distance(tiled.x0(), whole.x0())).isLessThan(1e-14);
      assertThat(distance(tiled.variance(), whole.variance())).isLessThan(1e-14);
    }
  }

  @Test
  void oneTileIsTheDenoiserItself() {
    Denoiser mean = (x, t) -> Denoised.of(x.mean().expand_as(x));
    Tensor x = random(2, 1, 1, 4, 4);
    assertThat(distance(new Tiled(mean, 4, 4, 1).denoise(x, 1).x0(), mean.denoise(x, 1).x0()))
        .isLessThan(1e-15);
  }

  @Test
  void tilesAreOfOneSizeAndNoMoreThanAsked() {
    List<Long> asked = new ArrayList<>();
    Denoiser counting =
        (x, t) -> {
          assertThat(x.size(2) == 4 && x.size(3) == 4).isTrue();
          asked.add(x.size(0));
          return Denoised.of(x);
        };
    new Tiled(counting, 4, 4, 5).denoise(random(3, 2, 1, 10, 4), 1);
    // From rows 0, 2, 4 and 6: four tiles of two images, two tiles at once.
    assertThat(asked).containsExactly(4L, 4L);
  }

  /** Each tile shows its own constant; from one to the next it goes up in small steps. */
  @Test
  void seamsAreSmooth() {
    long[] number = {0};
    Denoiser numbered =
        (x, t) -> Denoised.of(x.mul(new Scalar(0.0)).add(new Scalar((double) number[0]++)));
    Tensor row = new Tiled(numbered, 1, 8, 1).denoise(random(4, 1, 1, 1, 20), 1).x0();
    double[] expected = new double[20];
    for (int i = 0; i < 16; i++) {
      // Where two tiles meet, laid 4 apart, their weights are 4 to 1 and 1 to 4.
      expected[i] = i < 4 ? 0 : i / 4 - 1 + (i % 4 + 1) / 5.0;
    }
    Arrays.fill(expected, 16, 20, 3);
    assertThat(Tensors.toDoubles(row)).containsExactly(expected, within(1e-12));
  }

  @Test
  void gradientsReachEveryPixel() {
    try (Grad on = Grad.on()) {
      Tensor leaf = random(5, 1, 1, 6, 6).detach().requires_grad_(true);
      Tensor sum = new Tiled(PIXELWISE, 4, 4, 2).denoise(leaf, 0.5).x0().sum();
      assertThat(distance(Grad.of(sum, leaf), leaf.detach())).isLessThan(1e-14);
    }
  }

  @Test
  void smallImagesAreRefused() {
    assertThatThrownBy(() -> new Tiled(PIXELWISE, 4, 4, 1).denoise(random(6, 1, 1, 4, 3), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images of 4 x 3 in tiles of 4 x 4; allowed: that size or larger");
    assertThatThrownBy(() -> new Tiled(PIXELWISE, 4, 4, 0)).hasMessageContaining("1 or more");
  }
}
