package io.inkwash.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataListener;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.Reading;
import io.inkwash.metric.FeatureCache;
import io.inkwash.metric.Moments;
import io.inkwash.metric.feature.Pixels;
import io.inkwash.metric.feature.RawPixels;
import io.inkwash.torch.NativeLeakGuard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real images split in two, and what is remembered of them. */
@ExtendWith(NativeLeakGuard.class)
class ReferenceSetTest {
  private static final int ALL = 40;

  private final ImageSource known = digits(Split.TRAIN);
  private final List<String> tasks = new ArrayList<>();

  private static ImageSource digits(Split split) {
    return DataSets.open(
        "digits",
        split,
        new DataOptions(
            0, 8, 8, ALL, Reading.DEFAULT, null, Path.of("nowhere"), DataListener.QUIET));
  }

  private ReferenceSet open(int samples) {
    return new ReferenceSet(
        new ReferenceSet.Images(known, Optional.of(digits(Split.TEST))),
        new ReferenceSet.Extent(samples, 1, 0),
        new RawPixels(known.shape()),
        FeatureCache.none(),
        (task, done, of) -> tasks.add(task));
  }

  /** Every image is in one of the two and in no more: their means, weighted, are that of all. */
  @Test
  void referenceAndOthersAreAllImages() {
    try (ReferenceSet reference = open(15)) {
      Moments main = reference.features().moments();
      Moments others = reference.others().moments();
      assertThat(main.count()).isEqualTo(25).isEqualTo(reference.referenceCount());
      assertThat(others.count()).isEqualTo(15);
      float[] rows = Pixels.rows(known, IntStream.range(0, ALL).toArray()).values();
      int width = known.shape().size();
      for (int i = 0; i < width; i++) {
        double sum = 0;
        for (int k = 0; k < ALL; k++) {
          sum += rows[k * width + i];
        }
        // pixels are float32 and the means double
        assertThat(25 * main.mean()[i] + 15 * others.mean()[i]).isCloseTo(sum, within(1e-4));
      }
    }
  }

  @Test
  void whatIsKnownIsNotLookedAtAgain() {
    try (ReferenceSet reference = open(15)) {
      assertThat(reference.features()).isSameAs(reference.features());
      int looks = tasks.size();
      assertThat(reference.features()).isNotNull();
      assertThat(tasks).hasSize(looks);
      assertThat(reference.floor("fid", () -> List.of(3.0))).containsExactly(3.0);
      assertThat(reference.floor("fid", () -> List.of(4.0))).containsExactly(3.0);
      assertThat(reference.floor("kid", () -> List.of(5.0))).containsExactly(5.0);
    }
  }

  @Test
  void tooFewRealImagesAreRefusedAtOnce() {
    try (ReferenceSet enough = open(30);
        ReferenceSet tooMany = open(31)) {
      enough.requireEnough();
      assertThatThrownBy(tooMany::requireEnough)
          .isInstanceOf(SpecException.class)
          .hasMessageContaining("31 samples beside 40 real images; allowed: up to 30");
      assertThat(tasks).isEmpty();
    }
    assertThatThrownBy(() -> open(1)).hasMessageContaining("1 samples");
  }
}
