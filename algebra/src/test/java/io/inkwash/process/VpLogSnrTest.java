package io.inkwash.process;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.testkit.Cases;
import org.junit.jupiter.api.Test;

/** The path of variational diffusion models, and the monotone network within it. */
class VpLogSnrTest {

  private static MonotoneNet net(Cases c) {
    int hidden = c.integer(1, 20);
    return new MonotoneNet(
        c.normal(), c.normal(), scaled(c.normals(hidden), 5), c.normals(hidden), c.normals(hidden));
  }

  private static double[] scaled(double[] values, double factor) {
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  @Test
  void theMonotoneNetworkRisesFromZeroToOne() {
    Cases.check(
        1000,
        c -> {
          MonotoneNet rise = net(c);
          assertThat(rise.at(0)).isZero();
          assertClose(rise.at(1), 1, 1e-15);
          double u = c.uniform(0, 1);
          double v = c.uniform(u, 1);
          assertThat(rise.at(v)).isGreaterThanOrEqualTo(rise.at(u));
          assertThat(rise.slope(u)).isPositive();
        });
  }

  @Test
  void slopeAndCurvatureAreThoseOfDifferences() {
    Cases.check(
        1000,
        c -> {
          MonotoneNet rise = net(c);
          double u = c.uniform(0.01, 0.99);
          double h = 1e-5;
          // h^2 times the third derivative, and rounding of 1e-16 / h over the least of the rises
          assertClose(rise.slope(u), (rise.at(u + h) - rise.at(u - h)) / (2 * h), 1e-6, 1e-7);
          assertClose(
              rise.curvature(u), (rise.slope(u + h) - rise.slope(u - h)) / (2 * h), 1e-5, 1e-5);
        });
  }

  @Test
  void aNetworkOfNothingIsAStraightLine() {
    double[] none = {0};
    MonotoneNet rise = new MonotoneNet(0, 0, none, none, none);
    assertThat(rise.at(0.3)).isEqualTo(0.3);
    assertThat(rise.slope(0.3)).isEqualTo(1);
    assertThat(rise.curvature(0.3)).isZero();
    assertThatThrownBy(() -> new MonotoneNet(1, 0, none, none, new double[2]))
        .hasMessage("a monotone network of 1, 1 and 2 weights; allowed: one or more, alike");
  }

  @Test
  void theLogSnrOfThePaperIsAStraightLine() {
    VpLogSnr path = new VpLogSnr(-13.3, 5, Rise.linear());
    assertClose(path.logSnr(path.start()), 13.3, 1e-14);
    assertClose(path.logSnr(1), -5, 1e-14);
    assertClose(path.logSnr(path.spread(0.25)), 13.3 - 0.25 * 18.3, 1e-13);
    assertClose(path.sigma(path.start()), Math.sqrt(1 / (1 + Math.exp(13.3))), 1e-9);
    assertThat(path.sigmaDot(0)).isFinite().isPositive();
    assertThat(path.alphaDot(0)).isZero();
    assertClose(path.noiseRatio(path.start() / 3), path.noiseRatio(path.start()) / 3, 1e-12);
    assertThat(path.name()).isEqualTo("log-snr(13.30 to -5.000)");
    assertThatThrownBy(() -> new VpLogSnr(5, 5, Rise.linear()))
        .hasMessage(
            "a path whose log-SNR goes from -5.0 to -5.0; allowed: finite numbers, the second"
                + " smaller");
  }
}
