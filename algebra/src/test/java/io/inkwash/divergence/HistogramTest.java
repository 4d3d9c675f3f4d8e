package io.inkwash.divergence;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.testkit.Cases;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Divergences of histograms and the adversarial game between them. */
class HistogramTest {

  @Test
  void klIsNonnegativeAndNotSymmetric() {
    Cases.check(
        500,
        random -> {
          Histogram p = Histogram.ofLogits(random.normals(5));
          Histogram q = Histogram.ofLogits(random.normals(5));
          assertThat(p.kl(q)).isPositive();
          assertThat(p.kl(q)).isNotEqualTo(q.kl(p));
          assertThat(p.kl(p)).isZero();
        });
    Histogram rare = new Histogram(new double[] {0.5, 0.5});
    assertClose(rare.kl(new Histogram(new double[] {0.25, 0.75})), 0.5 * Math.log(4.0 / 3), 1e-14);
    assertThat(rare.kl(new Histogram(new double[] {1, 0}))).isInfinite();
    assertClose(new Histogram(new double[] {1, 0}).kl(rare), Math.log(2), 1e-15);
  }

  @Test
  void entropyIsMissingInformation() {
    assertClose(Histogram.ofCounts(1, 1, 1, 1).entropy(), Math.log(4), 1e-15);
    assertThat(Histogram.ofCounts(3, 0).entropy()).isZero();
    Histogram p = Histogram.ofCounts(1, 2, 3);
    Histogram even = Histogram.ofCounts(1, 1, 1);
    assertClose(p.kl(even), Math.log(3) - p.entropy(), 1e-14);
  }

  @Test
  void jsIsSymmetricAndBounded() {
    Cases.check(
        500,
        random -> {
          Histogram p = Histogram.ofLogits(random.normals(5));
          Histogram q = Histogram.ofLogits(random.normals(5));
          assertClose(p.js(q), q.js(p), 1e-13);
          assertThat(p.js(q)).isBetween(0.0, Math.log(2));
        });
  }

  /** The curse of the minimax game: no overlap, no gradient, however far or near. */
  @Test
  void jsOfDisjointHistogramsIsLogTwoWithZeroGradient() {
    Histogram data = new Histogram(new double[] {0.5, 0.5, 0, 0, 0, 0});
    for (int shift = 2; shift < 6; shift++) {
      double[] probabilities = new double[6];
      probabilities[shift] = 0.7;
      probabilities[shift == 5 ? 4 : 5] = 0.3;
      Histogram generator = new Histogram(probabilities);
      assertClose(data.js(generator), Math.log(2), 1e-15);
      assertThat(Arrays.stream(data.jsGradient(generator)).map(Math::abs).max().orElseThrow())
          .isLessThan(1e-16);
    }
  }

  @Test
  void theGradientIsTheDerivative() {
    Cases.check(
        100,
        random -> {
          Histogram p = Histogram.ofLogits(random.normals(4));
          double[] logits = random.normals(4);
          double[] gradient = p.jsGradient(Histogram.ofLogits(logits));
          for (int i = 0; i < 4; i++) {
            double[] up = logits.clone();
            double[] down = logits.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double slope = (p.js(Histogram.ofLogits(up)) - p.js(Histogram.ofLogits(down))) / 2e-5;
            assertClose(gradient[i], slope, 1e-6, 1e-9);
          }
        });
    Histogram same = Histogram.ofCounts(1, 2, 3);
    assertThat(same.jsGradient(same)).containsOnly(0);
  }

  @Test
  void theBestDiscriminatorIsTheShareOfTheData() {
    Cases.check(
        300,
        random -> {
          Histogram p = Histogram.ofLogits(random.normals(4));
          Histogram q = Histogram.ofLogits(random.normals(4));
          double[] best = new double[4];
          OptimalDiscriminator discriminator = new OptimalDiscriminator(at(p), at(q));
          for (int i = 0; i < 4; i++) {
            best[i] = discriminator.probability(i);
            double share = p.probabilities()[i] / (p.probabilities()[i] + q.probabilities()[i]);
            assertClose(best[i], share, 1e-13);
            assertClose(discriminator.logit(i), Math.log(share / (1 - share)), 1e-10, 1e-12);
          }
          double value = p.gameValue(q, best);
          assertClose(value, OptimalDiscriminator.bestValue(p.js(q)), 1e-12);
          double[] worse = best.clone();
          worse[random.integer(0, 3)] *= random.uniform(0.9, 0.999);
          assertThat(p.gameValue(q, worse)).isLessThan(value);
        });
  }

  @Test
  void theGameIsWorthMinusLogFourWhereTheGeneratorIsTheData() {
    Histogram p = Histogram.ofCounts(1, 2, 0, 3);
    assertClose(p.gameValue(p, 0.5, 0.5, 0.5, 0.5), -Math.log(4), 1e-15);
    assertClose(OptimalDiscriminator.bestValue(0), -Math.log(4), 1e-15);
    assertThat(OptimalDiscriminator.bestValue(Math.log(2))).isZero(); // disjoint: D is never wrong
  }

  @Test
  void aCertainDiscriminator() {
    Histogram p = new Histogram(new double[] {1, 0});
    Histogram q = new Histogram(new double[] {0, 1});
    OptimalDiscriminator best = new OptimalDiscriminator(at(p), at(q));
    assertThat(best.probability(0)).isEqualTo(1);
    assertThat(best.probability(1)).isZero();
    assertThat(p.gameValue(q, 1, 0)).isZero();
  }

  @Test
  void isAValue() {
    Histogram p = Histogram.ofCounts(1, 3);
    assertThat(p).isEqualTo(new Histogram(new double[] {0.25, 0.75}));
    assertThat(p).hasSameHashCodeAs(new Histogram(new double[] {0.25, 0.75}));
    assertThat(p).isNotEqualTo(Histogram.ofCounts(3, 1)).isNotEqualTo("p");
    assertThat(p).hasToString("Histogram[0.25, 0.75]");
    p.probabilities()[0] = 9;
    assertThat(p.probabilities()).containsExactly(0.25, 0.75);
  }

  @Test
  void refusesWhatIsNoDistribution() {
    assertThatThrownBy(() -> new Histogram(new double[] {1, 1}))
        .hasMessageStartingWith("probabilities [1.0, 1.0]; allowed: 0 or more, 1 together");
    assertThatThrownBy(() -> Histogram.ofCounts(-1, 2)).hasMessageContaining("[-1.0, 2.0]");
    assertThatThrownBy(() -> Histogram.ofCounts(1, 2).kl(Histogram.ofCounts(1)))
        .hasMessage("histograms of 2 and 1 outcomes; allowed: equally many");
  }

  private static Density at(Histogram histogram) {
    return point -> Math.log(histogram.probabilities()[(int) point[0]]);
  }
}
