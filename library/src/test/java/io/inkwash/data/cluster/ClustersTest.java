package io.inkwash.data.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Seeds;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClustersTest {
  private static final int GROUPS = 5;

  /** Points around corners that are far from each other. */
  private static float[][] groups(int count) {
    SplittableRandom random = Seeds.stream(3, "points", 0);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float[] point = new float[GROUPS];
              for (int d = 0; d < GROUPS; d++) {
                point[d] = (float) (random.nextDouble() + (d == i % GROUPS ? 50 : 0));
              }
              return point;
            })
        .toArray(float[][]::new);
  }

  private static StoredImages images(int count, ImageShape shape) {
    byte[][] bytes = new byte[count][shape.size()];
    for (int i = 0; i < count; i++) {
      Arrays.fill(bytes[i], (byte) (i % 3 * 100 + i % 7));
    }
    return StoredImages.labeled(
        "steps",
        shape,
        bytes,
        IntStream.range(0, count).map(i -> i % 2).toArray(),
        List.of("a", "b"));
  }

  @Test
  void groupsFarApartAreFound() {
    int[] nearest = KMeans.of(groups(500), GROUPS, 0).nearest(groups(500));
    for (int i = 0; i < nearest.length; i++) {
      assertThat(nearest[i]).isEqualTo(nearest[i % GROUPS]);
    }
    assertThat(Arrays.stream(nearest).distinct()).hasSize(GROUPS);
  }

  /** A fixed point of Lloyd's algorithm: no center can move, no point can change. */
  @Test
  void everyCenterIsTheMeanOfItsPoints() {
    float[][] points = new float[300][3];
    SplittableRandom random = Seeds.stream(5, "points", 0);
    for (float[] point : points) {
      for (int d = 0; d < point.length; d++) {
        point[d] = (float) random.nextDouble();
      }
    }
    int count = 7;
    int[] nearest = KMeans.of(points, count, 1).nearest(points);
    double[][] means = new double[count][3];
    int[] members = new int[count];
    for (int i = 0; i < points.length; i++) {
      members[nearest[i]]++;
      for (int d = 0; d < 3; d++) {
        means[nearest[i]][d] += points[i][d];
      }
    }
    for (int k = 0; k < count; k++) {
      for (int d = 0; d < 3; d++) {
        means[k][d] /= members[k];
      }
    }
    for (int i = 0; i < points.length; i++) {
      double own = square(points[i], means[nearest[i]]);
      for (double[] other : means) {
        assertThat(own).isLessThanOrEqualTo(square(points[i], other) + 1e-6);
      }
    }
  }

  private static double square(float[] point, double[] center) {
    return IntStream.range(0, center.length)
        .mapToDouble(d -> (point[d] - center[d]) * (point[d] - center[d]))
        .sum();
  }

  @Test
  void pointsThatAreAlikeAreNoFault() {
    int[] nearest = KMeans.of(new float[10][4], 3, 0).nearest(new float[10][4]);
    assertThat(nearest).containsOnly(nearest[0]);
  }

  @Test
  void thumbnailsAreMeansOfBlocksAndHave256NumbersAtMost() {
    assertThat(Thumbnails.of(new ImageShape(1, 28, 28)).size()).isEqualTo(14 * 14);
    assertThat(Thumbnails.of(new ImageShape(3, 32, 32)).size()).isEqualTo(3 * 8 * 8);
    assertThat(Thumbnails.of(new ImageShape(1, 1, 3000)).size()).isEqualTo(250);
    byte[] pixels = new byte[28 * 28];
    pixels[28 + 1] = (byte) 200;
    StoredImages one =
        StoredImages.unlabeled("one", new ImageShape(1, 28, 28), new byte[][] {pixels});
    float[] small = Thumbnails.of(one.shape()).of(one, new int[] {0})[0];
    assertThat(small[0]).isEqualTo(50);
    assertThat(Arrays.copyOfRange(small, 1, small.length)).containsOnly(0);
  }

  @Test
  void clustersTakeThePlaceOfClassesAndTheSetStaysTheSame() {
    StoredImages given = images(60, new ImageShape(1, 6, 6));
    StoredImages clustered = Clusters.of(given, 3).label(given);
    assertThat(clustered.clustered()).isTrue();
    assertThat(given.clustered()).isFalse();
    assertThat(clustered.classNames()).containsExactly("cluster-0", "cluster-1", "cluster-2");
    for (int i = 0; i < 60; i++) {
      assertThat(clustered.label(i)).isEqualTo(clustered.label(i % 3));
    }
    assertThat(clustered.contentHash()).isEqualTo(given.contentHash());
    assertThat(clustered.first(7).contentHash()).isEqualTo(given.first(7).contentHash());
    assertThat(clustered.first(7).label(5)).isEqualTo(clustered.label(5));
  }

  @Test
  void theTestImagesHaveTheClustersOfTheTrainingImages() {
    DataOptions options =
        DataOptions.defaults().withLimit(500).withReading(Reading.DEFAULT.withClusters(8));
    StoredImages train = (StoredImages) DataSets.open("digits", Split.TRAIN, options);
    StoredImages test = (StoredImages) DataSets.open("digits", Split.TEST, options);
    StoredImages known =
        (StoredImages) DataSets.open("digits", Split.TRAIN, DataOptions.defaults().withLimit(500));
    assertThat(test.classNames()).isEqualTo(train.classNames()).hasSize(8);
    StoredImages again = Clusters.of(known, 8).label(test);
    assertThat(IntStream.range(0, test.count()).map(test::label).toArray())
        .isEqualTo(IntStream.range(0, test.count()).map(again::label).toArray());
  }

  @Test
  void moreClustersThanImagesAreRefused() {
    assertThatThrownBy(() -> Clusters.of(images(3, new ImageShape(1, 2, 2)), 4))
        .isInstanceOf(DataException.class)
        .hasMessage("steps: 3 images for 4 clusters; allowed: 2 to 3 clusters");
    assertThatThrownBy(() -> Reading.DEFAULT.withClusters(1)).hasMessageContaining("2 to 10000");
  }
}
