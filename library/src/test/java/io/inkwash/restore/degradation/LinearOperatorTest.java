package io.inkwash.restore.degradation;

import static io.inkwash.restore.Pictures.distance;
import static io.inkwash.restore.Pictures.dot;
import static io.inkwash.restore.Pictures.formula;
import static io.inkwash.restore.Pictures.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.restore.Measurement;
import io.inkwash.testkit.Close;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every operator is what its decomposition says, and inverts as Moore and Penrose ask. */
@ExtendWith(NativeLeakGuard.class)
class LinearOperatorTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/restore.txt");

  /** Sums of a few hundred products of order 1, through an inverse of condition below 1000. */
  private static final double ROUNDING = 1e-10;

  private final Tensor hole = holed(8, 12);

  /** With singular values from 1 down, some of them 0 to rounding. */
  private static final Degradation NOTCH =
      new Blur(List.of(0.25, 0.5, 0.25), Blur.Edge.CIRCULAR, 0);

  /** Those without singular values, one with a kernel that is larger one way than the other. */
  private static final List<Degradation> MATRIX_FREE =
      List.of(
          KernelBlur.motion(4.5, 30),
          KernelBlur.disk(2),
          new KernelBlur(List.of(List.of(0.1, 0.2, 0.3, -0.4, 0.5))),
          new Radon(1),
          new Radon(7));

  private List<Degradation> spectral() {
    return List.of(
        new Identity(),
        new Masked(hole),
        new Masked(
            Tensors.cat(
                0, hole.unsqueeze(0), random(1, 2, 8, 12).gt(zero()).to(hole.scalar_type()))),
        new BlockAverage(2),
        new BlockAverage(4),
        new BicubicDown(2),
        new BicubicDown(4),
        NOTCH,
        new Blur(List.of(0.1, 0.2, 0.3, 0.25, 0.15), Blur.Edge.REFLECTED, 0),
        Grayscale.mean(3),
        Grayscale.luma(),
        new Grayscale(List.of(2.0, 0.0, 0.0)));
  }

  /** {@code <A x, y> = <x, A^T y>}, to the rounding of the type. */
  @Test
  void adjointsAreAdjoint() {
    List<Degradation> all = new ArrayList<>(spectral());
    all.addAll(MATRIX_FREE);
    for (Degradation degradation : all) {
      LinearOperator a = degradation.on(3, 8, 12);
      String name = degradation.toString();
      Tensor x = random(2, 2, 3, 8, 12);
      Tensor y = random(3, a.measured(2, 3, 8, 12));
      assertThat(Tensors.shape(a.apply(x))).as(name).containsExactly(a.measured(2, 3, 8, 12));
      assertThat(Tensors.shape(a.adjoint(y))).as(name).containsExactly(2, 3, 8, 12);
      assertThat(dot(a.apply(x), y)).as(name).isCloseTo(dot(x, a.adjoint(y)), within(ROUNDING));
      Tensor ax = a.apply(x.to(ScalarType.Float));
      assertThat(ax.scalar_type().intern()).as(name).isEqualTo(ScalarType.Float);
      assertThat(distance(ax.to(ScalarType.Double), a.apply(x))).as(name).isLessThan(1e-5);
    }
    assertThat(MATRIX_FREE).allMatch(one -> one.on(3, 8, 12).spectral().isEmpty());
  }

  /** What an operator does is the same for each channel and each image. */
  @Test
  void kernelsAndProjectionsDoWhatTheySay() {
    Tensor x = random(12, 2, 3, 8, 12);
    // A ray at angle 0 is the mean of a column, a ray at a right angle that of a row.
    int rays = 16; // the diagonal is 14.4 long, and even as 12 is
    Tensor turns = new Radon(2).on(3, 8, 12).apply(x);
    assertThat(Tensors.shape(turns)).containsExactly(2, 3, 2, rays);
    Tensor down = turns.select(2, 0);
    assertThat(distance(down.narrow(2, 2, 12), x.sum(2).div(new Scalar((double) rays))))
        .isLessThan(1e-12);
    assertThat(Tensors.toDoubles(down.narrow(2, 0, 2))).containsOnly(0);
    Tensor across = turns.select(2, 1).narrow(2, 4, 8);
    assertThat(distance(across, x.sum(3).div(new Scalar((double) rays)))).isLessThan(1e-12);
    // A line of three pixels, and its transpose.
    KernelBlur line = KernelBlur.motion(1e-3, 20);
    assertThat(distance(line.apply(x), x)).isLessThan(1e-3);
    double[] row = new double[5];
    double[] column = new double[5];
    for (int k = 0; k < 5; k++) {
      row[k] = KernelBlur.motion(3, 0).kernel().get(2).get(k);
      column[k] = KernelBlur.motion(3, 90).kernel().get(k).get(2);
    }
    Close.assertClose(row, column, 1e-12);
    assertThat(row[2]).isCloseTo(1 / 3.0, within(1e-3)); // sampled 16 times a pixel
    // A slanted line goes up to the right.
    KernelBlur slanted = KernelBlur.motion(4, 45);
    assertThat(slanted.kernel().get(1).get(3)).isPositive();
    assertThat(slanted.kernel().get(1).get(1)).isZero();
    // The disk's area is its radius': the middle pixel is one of pi 2^2.
    assertThat(KernelBlur.disk(2).kernel().get(2).get(2))
        .isCloseTo(1 / (4 * Math.PI), within(1e-3));
    Tensor flat = x.new_ones(1, 1, 8, 12);
    assertThat(distance(KernelBlur.disk(3).apply(flat), flat)).isLessThan(1e-12);
  }

  /** Conjugate gradients on A alone find what the decomposition knows. */
  @Test
  void conjugateGradientsFindThePseudoInverse() {
    for (Degradation degradation : spectral()) {
      SpectralOperator a = degradation.on(3, 8, 12).spectral().orElseThrow();
      Tensor y = random(3, a.measured(2, 3, 8, 12));
      if (Arrays.stream(a.singularValues(3, 8, 12)).filter(v -> v > 0).min().orElseThrow() < 0.01) {
        continue; // a condition that takes more iterations than there are numbers
      }
      Tensor found = new ConjugateGradients(1e-13, 400).leastSquares(a, y);
      // The normal equations square the condition.
      assertThat(distance(found, a.pseudoInverse(y))).as(degradation.toString()).isLessThan(1e-8);
    }
  }

  /** One image's solution does not depend on the others, whichever of them takes longest. */
  @Test
  void conjugateGradientsTakeEachImageByItself() {
    LinearOperator a = new Radon(7).on(1, 8, 12);
    Tensor y = Tensors.cat(0, a.apply(random(1, 1, 1, 8, 12)), random(2, a.measured(1, 1, 8, 12)));
    y.select(0, 1).mul_(new Scalar(1e-3));
    ConjugateGradients few = new ConjugateGradients(1e-4, 60);
    Tensor all = few.leastSquares(a, y);
    for (int k = 0; k < 2; k++) {
      Tensor one = few.leastSquares(a, y.narrow(0, k, 1));
      assertThat(distance(all.narrow(0, k, 1), one)).isLessThan(1e-12);
    }
    Tensor nothing = few.leastSquares(a, y.new_zeros(2, 1, 7, 16));
    assertThat(Tensors.toDoubles(nothing)).containsOnly(0);
    assertThatThrownBy(() -> new ConjugateGradients(1, 5)).hasMessageContaining("0 to below 1");
    assertThatThrownBy(() -> new ConjugateGradients(0.1, 0)).hasMessageContaining("1 or more");
  }

  /** Enough angles determine the image. */
  @Test
  void manyProjectionsGiveTheImageBack() {
    LinearOperator a = new Radon(24).on(1, 8, 12);
    Tensor x = random(3, 2, 1, 8, 12);
    Tensor back = new ConjugateGradients(1e-12, 400).leastSquares(a, a.apply(x));
    assertThat(distance(back, x)).isLessThan(1e-6); // condition below 1000, squared
  }

  @Test
  void inversesHoldTheirIdentities() {
    for (Degradation degradation : spectral()) {
      LinearOperator a = degradation.on(3, 8, 12);
      String name = degradation.toString();
      Tensor x = random(2, 2, 3, 8, 12);
      Tensor y = random(3, a.measured(2, 3, 8, 12));
      Tensor u = random(4, a.measured(2, 3, 8, 12));
      Tensor v = random(5, 2, 3, 8, 12);
      Tensor ax = a.apply(x);
      Tensor py = a.pseudoInverse(y);
      assertThat(Tensors.shape(ax)).as(name).containsExactly(a.measured(2, 3, 8, 12));
      assertThat(distance(a.apply(a.pseudoInverse(ax)), ax)).as(name).isLessThan(ROUNDING);
      assertThat(distance(a.pseudoInverse(a.apply(py)), py)).as(name).isLessThan(1e-9);
      // A A^+ and A^+ A are symmetric.
      assertThat(dot(a.apply(py), u))
          .as(name)
          .isCloseTo(dot(y, a.apply(a.pseudoInverse(u))), within(ROUNDING));
      assertThat(dot(a.pseudoInverse(ax), v))
          .as(name)
          .isCloseTo(dot(x, a.pseudoInverse(a.apply(v))), within(ROUNDING));
    }
  }

  @Test
  void theSpectrumIsTheOperator() {
    for (Degradation degradation : spectral()) {
      SpectralOperator a = degradation.on(3, 8, 12).spectral().orElseThrow();
      String name = degradation.toString();
      Tensor x = random(6, 2, 3, 8, 12);
      Tensor z = a.spectrum(x);
      assertThat(dot(z, z)).as(name).isCloseTo(dot(x, x), within(ROUNDING));
      assertThat(distance(a.fromSpectrum(z), x)).as(name).isLessThan(ROUNDING);
      Tensor stretched = z.mul(SpectralOperator.perValue(a.singularValues(3, 8, 12), z));
      assertThat(distance(a.fromMeasuredSpectrum(stretched), a.apply(x)))
          .as(name)
          .isLessThan(ROUNDING);
      assertThat(distance(a.measuredSpectrum(a.apply(x)), stretched)).as(name).isLessThan(ROUNDING);
      // A column of U or V has length 1.
      Tensor y = a.apply(x);
      Tensor w = a.measuredSpectrum(y);
      assertThat(dot(w, w)).as(name).isCloseTo(dot(y, y), within(ROUNDING));
    }
  }

  @Test
  void aCutoffLosesOnlyWhatTheBlurHasAllButLost() {
    SpectralOperator blur = Blur.gaussian(1.2).on(1, 28, 28).spectral().orElseThrow();
    Tensor x = random(7, 2, 1, 28, 28);
    Tensor seen = blur.pseudoInverse(blur.apply(x));
    assertThat(distance(blur.pseudoInverse(blur.apply(seen)), seen)).isLessThan(ROUNDING);
    double[] values = blur.singularValues(1, 28, 28);
    assertThat(values).contains(0.0);
    assertThat(Arrays.stream(values).filter(v -> v > 0).min().orElseThrow()).isGreaterThan(0.0099);
    double lost = Math.sqrt(dot(blur.apply(x.sub(seen)), blur.apply(x.sub(seen))));
    assertThat(lost).isPositive().isLessThan(0.01 * Math.sqrt(dot(x, x)));
  }

  @Test
  void bicubicAndBlurAreThoseOfPyTorchAndSciPy() {
    Tensor small = formula(0.5, 8, 12);
    near(new BicubicDown(2).on(1, 8, 12).apply(small), "bicubic.half");
    near(new BicubicDown(4).on(1, 8, 12).apply(small), "bicubic.quarter");
    Blur blur = Blur.gaussian(1.5);
    near(blur.on(1, 8, 12).apply(small), "blur.reflected");
    near(new Blur(blur.kernel(), Blur.Edge.CIRCULAR, 0).on(1, 8, 12).apply(small), "blur.circular");
  }

  @Test
  void simpleOperatorsDoWhatTheySay() {
    Tensor x = random(8, 1, 3, 8, 12);
    double[] mean = Tensors.toDoubles(Grayscale.mean(3).apply(x));
    Close.assertClose(mean, Tensors.toDoubles(x.mean(1)), 1e-12);
    assertThat(distance(new Masked(hole).apply(x), x.mul(hole))).isZero();
    Tensor averaged = new BlockAverage(4).on(3, 8, 12).apply(x);
    Tensor corner = x.narrow(2, 0, 4).narrow(3, 4, 4).flatten(2, -1).mean(2);
    assertThat(distance(averaged.select(2, 0).select(2, 1), corner)).isLessThan(1e-14);
    Tensor single =
        new BlockAverage(2).on(3, 8, 12).pseudoInverse(random(9, 1, 3, 4, 6).to(ScalarType.Float));
    assertThat(single.scalar_type().intern()).isEqualTo(ScalarType.Float);
    Tensor y = random(10, 2, 3, 8, 12);
    double[] residual = Tensors.toDoubles(new Identity().residual(random(11, 2, 3, 8, 12), y));
    Tensor off = random(11, 2, 3, 8, 12).sub(y);
    assertThat(residual[1] * residual[1])
        .isCloseTo(dot(off.narrow(0, 1, 1), off.narrow(0, 1, 1)), within(1e-10));
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatThrownBy(() -> new Masked(hole).on(3, 8, 8))
        .hasMessage(
            "mask of shape [8, 12] for images of 3 x 8 x 8; allowed: a mask of the images' size");
    assertThatThrownBy(() -> new Masked(hole.mul(hole).add(hole)))
        .hasMessageContaining("value of 2.0");
    assertThatThrownBy(() -> new Masked(hole.ge(zero()).to(hole.scalar_type())))
        .hasMessageContaining("nothing to fill");
    assertThatThrownBy(() -> new Masked(hole.lt(zero()).to(hole.scalar_type())))
        .hasMessageContaining("without a known pixel");
    assertThatThrownBy(() -> new Masked(hole.select(0, 0))).hasMessageContaining("shape [12]");
    assertThatThrownBy(() -> new BlockAverage(3).on(1, 8, 12)).hasMessageContaining("8 pixels");
    assertThatThrownBy(() -> new BlockAverage(2).on(1, 8, 12).apply(random(1, 1, 1, 8, 8)))
        .hasMessage("images of 8 x 8 for an operator made for 8 x 12; allowed: that size");
    assertThatThrownBy(() -> new BicubicDown(1)).hasMessageContaining("factor of 1");
    assertThatThrownBy(() -> Grayscale.luma().on(1, 8, 8)).hasMessageContaining("images of 1");
    assertThatThrownBy(() -> new Grayscale(List.of(1.0))).hasMessageContaining("2 or more");
    assertThatThrownBy(() -> new Blur(List.of(0.5, 0.5), Blur.Edge.CIRCULAR, 0))
        .hasMessageContaining("odd");
    assertThatThrownBy(() -> Blur.gaussian(0)).hasMessageContaining("0.0 pixels");
    assertThatThrownBy(() -> new KernelBlur(List.of(List.of(0.5, 0.5))))
        .hasMessageContaining("1 rows, the first of 2 weights; allowed: odd numbers");
    assertThatThrownBy(() -> KernelBlur.motion(0, 0)).hasMessageContaining("0.0 pixels");
    assertThatThrownBy(() -> KernelBlur.disk(Double.NaN)).hasMessageContaining("NaN pixels");
    assertThatThrownBy(() -> KernelBlur.disk(8).on(1, 8, 30)).hasMessageContaining("17 x 17");
    assertThatThrownBy(() -> new Radon(0)).hasMessageContaining("at 0 angles");
    assertThatThrownBy(() -> new Radon(1_000_000).on(1, 28, 28))
        .hasMessageContaining("allowed: 50000000 samples in all");
    assertThatThrownBy(() -> new Radon(2).on(1, 8, 12).apply(random(1, 1, 1, 8, 8)))
        .hasMessage("images of 8 x 8 for projections made for 8 x 12; allowed: that size");
    assertThatThrownBy(() -> new Measurement(new Identity(), hole, -1))
        .hasMessageContaining("-1.0");
  }

  private static void near(Tensor actual, String name) {
    double[] expected = GOLDEN.vector(name);
    double[] numbers = Tensors.toDoubles(actual);
    assertThat(numbers).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < numbers.length; i++) {
      Close.assertClose(numbers[i], expected[i], 0, 1e-12);
    }
  }

  /** Known but for a square. */
  private static Tensor holed(int height, int width) {
    double[] known = new double[height * width];
    for (int i = 0; i < known.length; i++) {
      known[i] = i / width >= 2 && i / width < 5 && i % width >= 3 && i % width < 9 ? 0 : 1;
    }
    return Tensors.of(known, height, width);
  }

  private static Scalar zero() {
    return new Scalar(0.0);
  }
}
