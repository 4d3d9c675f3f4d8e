package io.inkwash.evaluate.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.torch.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolTest {
  private static String words(int count, List<Integer> classes) {
    return new Protocol(
            "digits",
            "00",
            "pixels",
            "0123456789abcdef",
            "none",
            List.of("kid"),
            classes,
            count,
            60_000 - count,
            64,
            0,
            Precision.FP32,
            1)
        .toString();
  }

  @Test
  void saysWhenNotEverySampleIsLookedAtByEveryMetric() {
    assertThat(words(ReferenceSet.KEPT, List.of()))
        .startsWith("10,000 samples a row beside 50,000 images of digits, seed 0;");
    assertThat(words(20_000, List.of(3, 5)))
        .startsWith(
            "20,000 samples a row of the classes 3, 5 in turn (kernels, slices and neighbors use"
                + " 10,000 of each set) beside 40,000 images");
    assertThat(new ReferenceSet.Extent(20_000, 1, 0).kept()).isEqualTo(ReferenceSet.KEPT);
    assertThat(new ReferenceSet.Extent(500, 1, 0).kept()).isEqualTo(500);
  }
}
