package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.torch.Rng;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomSubsetTest {

  @Test
  void aFullDrawIsAPermutation() {
    int[] drawn = RandomSubset.distinct(500, 500, Rng.seed(1));
    assertThat(drawn).isNotEqualTo(IntStream.range(0, 500).toArray());
    assertThat(Arrays.stream(drawn).sorted().toArray())
        .isEqualTo(IntStream.range(0, 500).toArray());
  }

  @Test
  void aLongerDrawBeginsWithTheShorter() {
    int[] drawn = RandomSubset.distinct(90, 100, Rng.seed(1));
    assertThat(RandomSubset.distinct(30, 100, Rng.seed(1))).isEqualTo(Arrays.copyOf(drawn, 30));
    assertThat(RandomSubset.distinct(30, 100, Rng.seed(2))).isNotEqualTo(Arrays.copyOf(drawn, 30));
  }

  @Test
  void everyNumberIsDrawnAlike() {
    int[] hits = new int[10];
    for (int i = 0; i < 10_000; i++) {
      for (int n : RandomSubset.distinct(3, 10, Rng.seed(5).at(i))) {
        hits[n]++;
      }
    }
    for (int hit : hits) { // 3000 with a deviation of 46
      assertThat(hit).isCloseTo(3000, within(230));
    }
  }

  @Test
  void moreThanThereAreIsRefused() {
    assertThatThrownBy(() -> RandomSubset.distinct(11, 10, Rng.seed(1)))
        .hasMessage("11 drawn from 10; allowed: 0 to 10");
  }
}
