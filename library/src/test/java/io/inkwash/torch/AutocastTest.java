package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mixed precision: where it begins, where it ends, and that weights never go stale in it. */
@ExtendWith(NativeLeakGuard.class)
class AutocastTest {
  private final Line line = new Line();
  private final Parameters parameters = new Parameters(line);

  @Test
  void productsAreBfloat16WithinAndFloat32AfterwardsEvenAfterAnException() {
    boolean cache = torch.is_autocast_cache_enabled();
    assertThatThrownBy(
            () -> {
              try (Autocast cast = Precision.BF16.enter()) {
                assertThat(outputType()).isEqualTo(ScalarType.BFloat16);
                try (Autocast plain = Precision.FP32.enter()) {
                  assertThat(outputType()).isEqualTo(ScalarType.Float);
                }
                assertThat(outputType()).isEqualTo(ScalarType.BFloat16);
                throw new IllegalStateException("on purpose");
              }
            })
        .hasMessage("on purpose");
    assertThat(outputType()).isEqualTo(ScalarType.Float);
    assertThat(torch.is_autocast_enabled(DeviceType.CPU)).isFalse();
    assertThat(torch.is_autocast_cache_enabled()).isEqualTo(cache);
  }

  @Test
  void weightsAreCastAnewAfterEachChange() {
    try (Autocast cast = Precision.BF16.enter()) {
      assertThat(outputAfterSettingWeightsTo(1)).isEqualTo(5); // four ones and the bias
      assertThat(outputAfterSettingWeightsTo(2)).isEqualTo(10);
    }
    try (Autocast cast = Precision.BF16.enter()) {
      assertThat(outputAfterSettingWeightsTo(3)).isEqualTo(15);
    }
  }

  @Test
  void withItsCacheOnTheWeightsWouldGoStale() {
    try (Autocast cast = Precision.BF16.enter()) {
      torch.set_autocast_cache_enabled(true);
      assertThat(outputAfterSettingWeightsTo(1)).isEqualTo(5);
      assertThat(outputAfterSettingWeightsTo(2)).isEqualTo(9); // four twos and the old bias
      torch.clear_cache();
    }
  }

  @Test
  void automaticPrecisionIsBfloat16WhereTheProcessorHasIt() {
    assertThat(Precision.automatic(ComputeDevice.CPU))
        .isEqualTo(Torch.nativeBf16() ? Precision.BF16 : Precision.FP32);
  }

  private ScalarType outputType() {
    return line.forward(Tensors.zeros(2, 4)).scalar_type().intern();
  }

  /** As an optimizer does it: through the flat vector, with the network's weights as views. */
  private double outputAfterSettingWeightsTo(double value) {
    try (Grad off = Grad.off()) {
      parameters.values().fill_(new Scalar(value));
    }
    Tensor ones = Tensors.zeros(1, 4).add_(new Scalar(1.0));
    return Tensors.toDoubles(line.forward(ones))[0];
  }
}
