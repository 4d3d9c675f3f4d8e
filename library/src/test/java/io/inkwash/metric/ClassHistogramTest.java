package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClassHistogramTest {

  private static ClassHistogram of(long... counts) {
    return new ClassHistogram(counts);
  }

  @Test
  void equalSharesHaveTheLargestEntropyAndOneClassNone() {
    assertThat(of(5, 5, 5, 5).entropy()).isCloseTo(2, within(1e-12));
    assertThat(of(0, 9, 0, 0).entropy()).isZero();
    assertThat(of(0, 9, 0, 1).present()).isEqualTo(2);
    // H(1/4, 3/4) = 2 - 3/4 log2 3
    assertThat(of(1, 3).entropy()).isCloseTo(2 - 0.75 * Math.log(3) / Math.log(2), within(1e-12));
  }

  @Test
  void totalVariationIsTheShareThatMustMove() {
    assertThat(of(10, 0).totalVariation(of(1, 1))).isCloseTo(0.5, within(1e-12));
    assertThat(of(1, 0, 0).totalVariation(of(0, 1, 1))).isCloseTo(1, within(1e-12));
    assertThat(of(2, 6).totalVariation(of(1, 3))).isZero();
  }

  /** Draws of a uniform distribution: their mean distance is the one foretold. */
  @Test
  void theExpectedDistanceIsThatOfRepeatedDraws() {
    ClassHistogram uniform = of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    SplittableRandom random = new SplittableRandom(3);
    int draws = 400;
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      long[] counts = new long[10];
      for (int k = 0; k < 500; k++) {
        counts[random.nextInt(10)]++;
      }
      sum += of(counts).totalVariation(uniform) / draws;
    }
    // the scatter of one distance is a quarter of it: the mean of 400 is good to 2 %
    assertThat(sum).isCloseTo(uniform.expectedTotalVariation(500), within(0.05 * sum));
  }

  @Test
  void eachImageCountsForItsMostProbableClass() {
    try (TensorScope scope = TensorScope.open()) {
      ClassHistogram two =
          ClassHistogram.empty(3)
              .with(Tensors.of(new float[] {0.2f, 0.5f, 0.3f, 0.6f, 0.1f, 0.3f}, 2, 3))
              .with(Tensors.of(new float[] {0.1f, 0.8f, 0.1f}, 1, 3));
      assertThat(two.counts()).containsExactly(1, 2, 0);
      assertThat(two.words()).isEqualTo("0: 33.3 %, 1: 66.7 %");
    }
  }
}
