package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.SimpleUNet;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
      Ema ema = new Ema(0.5, parameters);
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

  @Test
  void decayZeroIsTheWeightsThemselves() {
    try (TensorScope scope = TensorScope.open()) {
      Parameters parameters = parameters();
      Ema ema = new Ema(0, parameters);
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
      Ema ema = new Ema(0.9, parameters);
      fill(parameters, 2);
      try (Ema.Swap averaged = ema.intoNetwork()) {
        assertThat(first(parameters.values())).isEqualTo(1);
      }
      assertThat(first(parameters.values())).isEqualTo(2);
      assertThat(first(ema.average())).isEqualTo(1);
    }
  }
}
