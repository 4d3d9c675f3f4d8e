package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.SimpleUNet;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmaTest {
  /** The average is held in float32. */
  private static final float ROUNDING = 1e-6f;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  private static Parameters parameters() {
    return new Parameters(new SimpleUNet(new SimpleUNet.Config(1, 8, 8)));
  }

  private static void fill(Parameters parameters, double value) {
    try (Grad off = Grad.off()) {
      parameters.values().fill_(new Scalar(value));
    }
  }

  private static float first(org.bytedeco.pytorch.Tensor flat) {
    return Tensors.toFloats(flat)[0];
  }

  @Test
  void followsFasterWhileYoung() {
    try (TensorScope scope = TensorScope.open()) {
      Parameters parameters = parameters();
      fill(parameters, 0);
      Ema ema = new Ema(0.5, EmaWarmup.ratio(0), parameters);
      fill(parameters, 1);
      double expected = 0;
      for (int n = 1; n <= 20; n++) {
        ema.update(n);
        double decay = Math.min(0.5, (1.0 + n) / (10.0 + n)); // reaches 0.5 at n = 8
        expected = decay * expected + (1 - decay) * 1;
        assertThat(first(ema.average())).isCloseTo((float) expected, within(ROUNDING));
      }
    }
  }

  /** Against the schedules of diffusers and k-diffusion. */
  @Test
  void warmupsAreThoseOfTheReferences() {
    assertDecays("diffusers", 0.9999, EmaWarmup.ratio(1));
    assertDecays("diffusers.after", 0.9999, EmaWarmup.ratio(6));
    assertDecays("diffusers.warmup", 0.9999, EmaWarmup.inverse(1, 2 / 3.0, 1));
    assertDecays("diffusers.warmup.after", 0.9999, EmaWarmup.inverse(3, 0.75, 6));
    assertDecays("k", 0.9999, EmaWarmup.inverse(1, 0.75, 1));
    assertDecays("k.after", 0.999, EmaWarmup.inverse(2, 0.6, 5));
  }

  private static void assertDecays(String name, double decay, EmaWarmup warmup) {
    Golden golden = Golden.read("/io/inkwash/train/ema_warmups.txt");
    double[] found =
        Arrays.stream(golden.vector("updates"))
            .map(n -> Math.min(decay, warmup.decay((long) n)))
            .toArray();
    assertThat(found).as(name).containsExactly(golden.vector(name), within(1e-15));
  }

  /**
   * The profile after N steps, the weight of each step in the average, is a power of the step, and
   * its deviation the width times N (EDM2, section 3.1).
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.25})
  void aPowerProfileHasItsWidth(double width) {
    EmaWarmup warmup = new PowerProfile(width);
    int steps = 20_000;
    double sum = 0;
    double mean = 0;
    double square = 0;
    double kept = 1; // the product of the decays after a step
    for (int n = steps; n >= 1; n--) {
      double decay = warmup.decay(n);
      double weight = kept * (1 - decay);
      double t = (double) n / steps;
      sum += weight;
      mean += weight * t;
      square += weight * t * t;
      kept *= decay;
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
    assertThat(Math.sqrt(square - mean * mean)).isCloseTo(width, within(1e-3 * width));
  }

  @Test
  void warmupsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> EmaWarmup.ratio(-1)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> EmaWarmup.inverse(1, 0, 0)).hasMessageContaining("above 0");
  }

  @Test
  void decayZeroIsTheWeightsThemselves() {
    try (TensorScope scope = TensorScope.open()) {
      Parameters parameters = parameters();
      Ema ema = new Ema(0, EmaWarmup.none(), parameters);
      fill(parameters, 3);
      ema.update(1);
      assertThat(Tensors.toFloats(ema.average())).containsOnly(3f);
    }
  }

  @Test
  void swappingIsUndone() {
    try (TensorScope scope = TensorScope.open()) {
      Parameters parameters = parameters();
      fill(parameters, 1);
      Ema ema = new Ema(0.9, EmaWarmup.ratio(0), parameters);
      fill(parameters, 2);
      try (Ema.Swap averaged = ema.intoNetwork()) {
        assertThat(first(parameters.values())).isEqualTo(1);
      }
      assertThat(first(parameters.values())).isEqualTo(2);
      assertThat(first(ema.average())).isEqualTo(1);
    }
  }
}
