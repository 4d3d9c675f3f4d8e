package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random numbers as a function of their place. */
@ExtendWith(NativeLeakGuard.class)
class RngTest {
  private static final int COUNT = 1 << 17;

  /** Five standard errors of a mean of COUNT numbers of variance 1. */
  private static final Offset<Double> ACCIDENT = Offset.offset(5 / Math.sqrt(COUNT));

  @Test
  void aPlaceAlwaysHasTheSameNumbers() {
    Rng key = Rng.seed(7).stream("noise").at(12);
    assertThat(Rng.seed(7).stream("noise").at(12)).isEqualTo(key);
    assertThat(normals(key, 5)).containsExactly(normals(key, 5));
    assertThat(key.uniforms(5)).containsExactly(key.uniforms(5));
  }

  /** Written down once on Java 17, so that no other Java may draw other pictures from a seed. */
  @Test
  void theNumbersAreTheseOnEveryJava() {
    Rng key = Rng.seed(7).stream("noise").at(12);
    assertThat(key.key()).isEqualTo(-3197698957915593095L);
    assertThat(key.uniforms(3))
        .containsExactly(0.5445103981841343, 0.004286029081782772, 0.4967453682749404);
    assertThat(Tensors.toFloats(key.normal(3)))
        .containsExactly(0.012123066f, -0.13501504f, -0.016348945f);
    double sum = 0;
    for (double value : normals(key, COUNT)) { // so many that the rare ways to draw occur
      sum += Math.abs(value);
    }
    assertThat(sum).isEqualTo(104567.61858323029);
  }

  @Test
  void everyWordOfAPlaceMatters() {
    Rng root = Rng.seed(7);
    assertThat(
            new Rng[] {
              root,
              Rng.seed(8),
              root.stream("noise"),
              root.stream("times"),
              root.stream(""),
              root.at(0),
              root.at(1),
              root.at(-1),
              root.at(0).at(1),
              root.at(1).at(0),
              root.stream("noise").at(0),
              root.at(0).stream("noise"),
              root.stream("a").stream("b"),
              root.stream("b").stream("a"),
              root.stream("ab"),
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    double[] z = normals(Rng.seed(1), COUNT);
    assertThat(mean(z)).isCloseTo(0, ACCIDENT);
    assertThat(mean(power(z, 2))).isCloseTo(1, times(Math.sqrt(2)));
    assertThat(mean(power(z, 3))).isCloseTo(0, times(Math.sqrt(15)));
    assertThat(mean(power(z, 4))).isCloseTo(3, times(Math.sqrt(96)));
    assertThat(Arrays.stream(z).map(Math::abs).max().orElseThrow()).isBetween(3.5, 6.5);
  }

  @Test
  void uniformNumbersFillTheUnitInterval() {
    double[] u = Rng.seed(1).uniforms(COUNT);
    assertThat(mean(u)).isCloseTo(0.5, times(Math.sqrt(1 / 12.0)));
    assertThat(mean(power(u, 2))).isCloseTo(1 / 3.0, times(Math.sqrt(4 / 45.0)));
    assertThat(Arrays.stream(u).min().orElseThrow()).isBetween(0.0, 1e-3);
    assertThat(Arrays.stream(u).max().orElseThrow()).isBetween(0.999, Math.nextDown(1.0));
  }

  @Test
  void neighboringPlacesAreIndependent() {
    Rng root = Rng.seed(7);
    Rng[][] neighbors = {
      {root.at(0), root.at(1)},
      {Rng.seed(0), Rng.seed(1)},
      {root, root.at(0)},
      {root.stream("noise"), root.stream("times")},
      {root.at(3).at(4), root.at(4).at(3)},
    };
    for (Rng[] pair : neighbors) {
      assertUncorrelated(normals(pair[0], COUNT), normals(pair[1], COUNT));
    }
    double[] each = new double[COUNT]; // the first number of each of many places, in their order
    Arrays.setAll(each, n -> root.at(n).uniforms(1)[0] * Math.sqrt(12) - Math.sqrt(3));
    assertThat(mean(each)).isCloseTo(0, ACCIDENT);
    assertThat(mean(power(each, 2))).isCloseTo(1, times(2 / Math.sqrt(5)));
    assertUncorrelated(Arrays.copyOf(each, COUNT - 1), Arrays.copyOfRange(each, 1, COUNT));
  }

  @Test
  void aRowOfABatchIsItsImagesAlone() {
    Rng stream = Rng.seed(7).stream("sample");
    float[] batch = Tensors.toFloats(stream.normalRows(0, 5, 6, 1, 2, 2));
    assertThat(Tensors.shape(stream.normalRows(0, 5, 6, 1, 2, 2))).containsExactly(6, 1, 2, 2);
    assertThat(Tensors.toFloats(stream.normalRows(0, 5, 2, 1, 2, 2)))
        .containsExactly(Arrays.copyOf(batch, 8));
    assertThat(Tensors.toFloats(stream.normalRows(4, 5, 2, 1, 2, 2)))
        .containsExactly(Arrays.copyOfRange(batch, 16, 24));
    assertThat(Tensors.toFloats(stream.at(3).at(5).normal(2, 2)))
        .containsExactly(Arrays.copyOfRange(batch, 12, 16));
    assertThat(Tensors.toFloats(stream.normalRows(0, 6, 6, 1, 2, 2))).isNotEqualTo(batch);
  }

  private static void assertUncorrelated(double[] a, double[] b) {
    double[] product = new double[a.length];
    Arrays.setAll(product, i -> a[i] * b[i]);
    assertThat(mean(product)).isCloseTo(0, ACCIDENT);
    Arrays.setAll(product, i -> (a[i] * a[i] - 1) * (b[i] * b[i] - 1)); // nor do their sizes
    assertThat(mean(product)).isCloseTo(0, times(2));
  }

  private static Offset<Double> times(double standardDeviation) {
    return Offset.offset(standardDeviation * ACCIDENT.value);
  }

  private static double[] normals(Rng key, int count) {
    return Tensors.toDoubles(key.normal(count));
  }

  private static double[] power(double[] values, int exponent) {
    return Arrays.stream(values).map(value -> Math.pow(value, exponent)).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  @Test
  void theNumbersOfSomeRowsAreThoseOfTheBatch() {
    Rng key = Rng.seed(7).stream("noise");
    Rng rows = key.rows(2, 3, 7);
    assertThat(rows.uniforms(3)).containsExactly(Arrays.copyOfRange(key.uniforms(7), 2, 5));
    for (int size = 1; size <= 4; size++) { // normal numbers come in pairs, and rows may split one
      assertThat(Tensors.toFloats(rows.at(size).normal(3, size)))
          .containsExactly(
              Arrays.copyOfRange(
                  Tensors.toFloats(key.at(size).normal(7, size)), 2 * size, 5 * size));
    }
    assertThat(Tensors.toFloats(rows.normalRows(10, 4, 3, 2)))
        .containsExactly(Tensors.toFloats(key.normalRows(12, 4, 3, 2)));
    Tensor channelsLast = Tensors.zeros(7, 4, 4, 3).permute(0, 3, 1, 2);
    Tensor whole = Tensors.bernoulliLike(channelsLast, 0.5, key);
    Tensor part = Tensors.bernoulliLike(channelsLast.narrow(0, 2, 3), 0.5, rows);
    assertThat(Tensors.toFloats(part)).containsExactly(Tensors.toFloats(whole.narrow(0, 2, 3)));
    assertThat(key.rows(0, 7, 7)).isEqualTo(key.rows(0, 3, 7).whole());
    assertThatThrownBy(() -> rows.uniforms(7))
        .hasMessage(
            "7 random rows where this rank has 3 of the batch's 7; allowed: a row an image, or"
                + " whole() for numbers that all images share");
  }
}
