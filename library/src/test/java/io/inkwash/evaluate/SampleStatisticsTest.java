package io.inkwash.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.metric.FrechetDistance;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statistics of samples by parts, sent as bytes, beside those of one pass. */
@ExtendWith(NativeLeakGuard.class)
class SampleStatisticsTest {
  private static final int COUNT = 200;
  private static final int BATCH = 20;
  private static final List<Integer> CLASSES = List.of(3, 1, 4);

  private final ImageSource digits =
      DataSets.open("digits", Split.TRAIN, DataOptions.defaults().withLimit(COUNT));
  private final List<Picture> pictures =
      IntStream.range(0, COUNT).mapToObj(i -> Pictures.of(digits, i)).toList();

  private SampleStatistics gathered(FeatureExtractor extractor, int... batches) {
    SampleStatistics statistics = SampleStatistics.of(extractor, 50, Rng.seed(5));
    for (int batch : batches) {
      List<Picture> some = pictures.subList(batch * BATCH, (batch + 1) * BATCH);
      statistics.add((long) batch * BATCH, some, extractor, CLASSES);
      statistics.addCost(7L * BATCH, 0.5);
    }
    return statistics;
  }

  @Test
  void partsSentAsBytesAreTheWhole() {
    try (FeatureExtractor extractor =
        Catalog.FEATURES.make(Spec.parse("digits-lenet")).open(digits.shape())) {
      SampleStatistics whole = gathered(extractor, IntStream.range(0, 10).toArray());
      SampleStatistics merged = SampleStatistics.parse(gathered(extractor, 9, 2, 5).toBytes());
      merged.merge(SampleStatistics.parse(gathered(extractor, 1, 0, 3).toBytes()));
      merged.merge(SampleStatistics.parse(gathered(extractor, 8, 4, 6, 7).toBytes()));
      assertThat(merged.count()).isEqualTo(COUNT);
      assertThat(
              FrechetDistance.between(whole.features().moments(), merged.features().moments())
                  .value())
          .isCloseTo(0, within(1e-9));
      assertThat(merged.features().kept().values()).isEqualTo(whole.features().kept().values());
      assertThat(merged.classes().counts()).isEqualTo(whole.classes().counts());
      assertThat(Arrays.deepToString(merged.accuracy().confusion()))
          .isEqualTo(Arrays.deepToString(whole.accuracy().confusion()));
      assertThat(merged.first(99)).hasSize(SampleStatistics.FIRST);
      assertThat(merged.first(99).get(63).pixels()).isEqualTo(pictures.get(63).pixels());
      assertThat(merged.cost()).isEqualTo(new Evaluation.Cost(7, 5));
    }
  }

  @Test
  void bytesThatAreCutShortAreRefused() {
    try (FeatureExtractor extractor =
        Catalog.FEATURES.make(Spec.parse("pixels")).open(digits.shape())) {
      byte[] bytes = gathered(extractor, 1).toBytes();
      assertThatThrownBy(() -> SampleStatistics.parse(Arrays.copyOf(bytes, bytes.length - 1)))
          .hasMessageContaining("cut short");
    }
  }
}
