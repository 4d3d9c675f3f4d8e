package io.inkwash.nn.vdm;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.nn.Conditioning;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a network sees with Fourier features of its input. */
@ExtendWith(NativeLeakGuard.class)
class FourierFeaturesTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/fourier.txt");

  /** A network that hands back what it sees. */
  private static Tensor seen(Tensor x, double low, double high, Integer... exponents) {
    return new FourierFeatures.Config(List.of(exponents))
        .around(new FormulaNetwork((input, level) -> input), low, high)
        .forward(x, Tensors.zeros(x.size(0)), Conditioning.none());
  }

  @Test
  void ofBytesOfAnyRangeTheyAreThePublishedOnes() {
    double[] bytes = GOLDEN.vector("byte");
    for (double[] range : new double[][] {{-1, 1}, {0, 1}}) {
      try (TensorScope scope = TensorScope.open()) {
        double[] pixels = new double[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
          pixels[i] = range[0] + (range[1] - range[0]) * bytes[i] / 255;
        }
        Tensor x = Tensors.of(pixels, 1, 1, 1, bytes.length);
        Tensor channels = seen(x, range[0], range[1], 6, 7, 8);
        assertThat(Tensors.shape(channels)).containsExactly(1, 7, 1, bytes.length);
        assertThat(Tensors.toDoubles(channels.narrow(1, 0, 1))).isEqualTo(pixels);
        for (int n = 6; n <= 8; n++) {
          // float64 throughout: angles of up to 256 pi, rounded at 1e-16 of them
          Tensor sines = channels.narrow(1, 2 * (n - 6) + 1, 1);
          Tensor cosines = channels.narrow(1, 2 * (n - 6) + 2, 1);
          double[] sin = GOLDEN.vector("sin." + n);
          double[] cos = GOLDEN.vector("cos." + n);
          for (int i = 0; i < bytes.length; i++) {
            assertClose(Tensors.toDoubles(sines)[i], sin[i], 0, 1e-12);
            assertClose(Tensors.toDoubles(cosines)[i], cos[i], 0, 1e-12);
          }
        }
      }
    }
  }

  /** Values that differ by less than a step of bfloat16 near 1 are far apart. */
  @Test
  void theyMakeAByteAPeriod() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Rng.seed(1).normal(2, 3, 4, 5);
      Tensor channels = seen(x, -1, 1, 8);
      Tensor next = seen(x.add(Tensors.of(new float[] {2 / 255f}, 1)), -1, 1, 8);
      assertThat(Tensors.shape(channels)).containsExactly(2, 9, 4, 5);
      // 256 pi times float32's rounding of numbers up to 4
      assertThat(Tensors.item(channels.sub(next).narrow(1, 3, 6).abs().max())).isLessThan(1e-3);
    }
  }

  @Test
  void refusesExponentsThatDoNotRise() {
    assertThat(new FourierFeatures.Config(List.of()).channels(3)).isEqualTo(3);
    assertThatThrownBy(() -> new FourierFeatures.Config(List.of(8, 7)))
        .hasMessage(
            "Fourier features of exponents [8, 7]; allowed: rising numbers from 0 to 10, such as"
                + " 7:8");
  }
}
