package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.data.ImageShape;
import io.inkwash.data.StoredImages;
import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.metric.feature.Pixels;
import io.inkwash.torch.NativeLeakGuard;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeLeakGuard.class)
class NearestNeighborTest {
  private static final ImageShape SHAPE = new ImageShape(1, 3, 4);

  private final StoredImages training = Toys.noise(9000, SHAPE, 1); // three tiles

  /** Distances of 0 come out as the root of some 1e-15. */
  private static final double ROUNDING = 1e-6;

  @Test
  void copiesAreFoundInEveryTile() {
    int[] copied = {0, 4095, 4096, 8999};
    List<NearestNeighbor> found = NearestNeighbor.search(Pixels.rows(training, copied), training);
    assertThat(found).extracting(NearestNeighbor::index).containsExactly(0, 4095, 4096, 8999);
    assertThat(found).allMatch(each -> each.distance() < ROUNDING);
  }

  @Test
  void othersHaveTheNearestOfAll() {
    FeatureMatrix samples = Pixels.rows(Toys.noise(1030, SHAPE, 2), Toys.first(1030));
    FeatureMatrix all = Pixels.rows(training, Toys.first(9000));
    List<NearestNeighbor> found = NearestNeighbor.search(samples, training);
    for (int i : new int[] {0, 1, 1023, 1024, 1029}) {
      int nearest = 0;
      for (int j = 1; j < 9000; j++) {
        if (Clouds.squared(samples, i, all, j) < Clouds.squared(samples, i, all, nearest)) {
          nearest = j;
        }
      }
      assertThat(found.get(i).index()).isEqualTo(nearest);
      assertThat(found.get(i).distance())
          .isCloseTo(Math.sqrt(Clouds.squared(samples, i, all, nearest)), within(1e-12));
    }
  }

  @Test
  void distanceIsInPixelsFromZeroToOne() {
    byte[] black = new byte[12];
    StoredImages set = StoredImages.unlabeled("black", SHAPE, new byte[][] {black});
    float[] white = new float[12];
    Arrays.fill(white, 1);
    NearestNeighbor far = NearestNeighbor.search(new FeatureMatrix(white, 1, 12), set).get(0);
    assertThat(far).isEqualTo(new NearestNeighbor(0, Math.sqrt(12)));
  }

  @Test
  void otherShapesAreRefused() {
    assertThatThrownBy(() -> NearestNeighbor.search(Clouds.golden("a", 6), training))
        .hasMessageContaining("samples of 6 pixels among images of 4x3 gray; allowed: 12 pixels");
  }
}
