package io.inkwash.objective.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of Gaussian images of one pixel, N(0, 1) the teacher's and N(0, s^2) the student's. */
@ExtendWith(NativeLeakGuard.class)
class FisherTest {
  private static final double ALPHA = 0.8;
  private static final double SIGMA = 0.6;

  /** E[x | x_t] = gain x_t of N(0, s^2). */
  private static double gain(double s) {
    return ALPHA * s * s / (ALPHA * ALPHA * s * s + SIGMA * SIGMA);
  }

  private static final double REAL = gain(1);

  /** Images of the student and the noise in them. */
  private record Drawn(double[] x, double[] eps) {

    static Drawn of(double s, int count) {
      double[] x = Tensors.toDoubles(Rng.seed(3).stream("x").normal(count));
      double[] eps = Tensors.toDoubles(Rng.seed(3).stream("eps").normal(count));
      return new Drawn(Arrays.stream(x).map(u -> s * u).toArray(), eps);
    }

    double noisy(int i) {
      return ALPHA * x[i] + SIGMA * eps[i];
    }

    private static Tensor images(double[] values) {
      return Tensors.of(values, values.length, 1, 1, 1);
    }

    double[] gradients(MatchingDivergence divergence, double fake) {
      Tensor noise = images(eps).mul(new Scalar(SIGMA));
      return Tensors.toDoubles(
          divergence.gradient(
              images(x),
              at -> at.mul(new Scalar(ALPHA)).add(noise).mul(new Scalar(REAL)),
              at -> at.mul(new Scalar(ALPHA)).add(noise).mul(new Scalar(fake))));
    }
  }

  /** L = d (real - x) - alpha d^2 by hand, d = (REAL - fake) x_t. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 1.2})
  void theGradientIsThatOfTheLossInUnitsOfTheTeachersDistance(double alpha) {
    double fake = 0.4;
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Drawn drawn = Drawn.of(1.3, 50);
      double[] found = drawn.gradients(new Fisher(alpha), fake);
      for (int i = 0; i < found.length; i++) {
        double d = (REAL - fake) * drawn.noisy(i);
        double slope = (REAL - fake) * ALPHA;
        double error = REAL * drawn.noisy(i) - drawn.x[i];
        double wanted = slope * error + d * (REAL * ALPHA - 1) - 2 * alpha * d * slope;
        double distance = Math.max(Math.abs(error), MatchingDivergence.LEAST);
        assertThat(found[i]).isCloseTo(wanted / distance, within(1e-5));
      }
      assertThat(Grad.recording()).isFalse();
    }
  }

  /** The score identity: with the student's exact model, E[d (real - x)] = E[d^2]. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 2})
  void theFirstTermHasTheMeanOfTheDivergence(double s) {
    try (TensorScope scope = TensorScope.open()) {
      Drawn drawn = Drawn.of(s, 200_000);
      double difference = REAL - gain(s);
      double[] both =
          IntStream.range(0, drawn.x.length)
              .mapToObj(
                  i -> {
                    double d = difference * drawn.noisy(i);
                    return new double[] {d * (REAL * drawn.noisy(i) - drawn.x[i]), d * d};
                  })
              .reduce(new double[2], (sum, add) -> new double[] {sum[0] + add[0], sum[1] + add[1]});
      assertThat(both[0] / both[1]).isCloseTo(1, within(0.03));
    }
  }

  /** It widens a narrow student and narrows a wide one, with d^2 as without. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 2})
  void itsGradientLeadsDown(double s) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Drawn drawn = Drawn.of(s, 20_000);
      assertThat(Math.signum(bySpread(drawn, new Fisher(0), s))).isEqualTo(Math.signum(s - 1));
      assertThat(Math.signum(bySpread(drawn, new Fisher(1), s))).isEqualTo(Math.signum(s - 1));
    }
  }

  /** The mean derivative by s, x being s u. */
  private static double bySpread(Drawn drawn, MatchingDivergence divergence, double s) {
    double[] gradients = drawn.gradients(divergence, gain(s));
    return IntStream.range(0, gradients.length)
        .mapToDouble(i -> gradients[i] * drawn.x[i] / s)
        .average()
        .orElseThrow();
  }

  @Test
  void aStudentThatIsTheTeacherStays() {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      assertThat(Drawn.of(1, 20).gradients(new Fisher(1), REAL)).containsOnly(0.0);
    }
  }

  @Test
  void refusesANegativeShare() {
    assertThatThrownBy(() -> new Fisher(-1))
        .hasMessage("alpha is -1.0; allowed: 0 or more, such as 1");
    assertThatThrownBy(() -> new Fisher(Double.NaN)).hasMessageContaining("alpha is NaN");
  }
}
