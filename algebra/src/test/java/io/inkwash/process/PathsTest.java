package io.inkwash.process;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.testkit.Golden;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of each path, and what each refuses. */
class PathsTest {

  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/score-sde.txt");

  @ParameterizedTest
  @ValueSource(strings = {"vp", "sub-vp", "ve"})
  void equalsThePublishedScoreSdes(String name) {
    GaussianPath path =
        switch (name) {
          case "vp" -> Vp.linear();
          case "sub-vp" -> SubVp.linear();
          default -> Ve.geometric();
        };
    double[] t = GOLDEN.vector("t");
    for (int i = 0; i < t.length; i++) {
      // The reference takes 1 - exp of small numbers: at t = 1e-5 ten digits are left. Its VE
      // diffusion holds a square root that was rounded to float32.
      double diffusion = GOLDEN.vector(name + ".diffusion")[i];
      assertClose(path.alpha(t[i]), GOLDEN.vector(name + ".alpha")[i], 1e-13);
      assertClose(path.sigma(t[i]), GOLDEN.vector(name + ".sigma")[i], 1e-9);
      assertClose(path.drift(t[i]), GOLDEN.vector(name + ".drift")[i], 1e-12);
      assertClose(path.diffusionSquared(t[i]), diffusion * diffusion, 1e-6);
    }
  }

  @Test
  void vpLinearReachesThePublishedNoise() {
    assertClose(noiseRatio(Vp.linear(), 1), 152.1669702839, 1e-12);
    assertClose(noiseRatio(Vp.linear(), 1e-3), 0.0104859928, 1e-8);
    assertThat(Vp.linear(0.1, 20)).isEqualTo(new VpLinear(0.1, 20, 1e-3)).isEqualTo(Vp.linear());
    assertThat(Vp.linear().name()).isEqualTo("vp linear(0.1, 20.0)");
  }

  @Test
  void constantBetasDecayExponentially() {
    Vp path = Vp.linear(2, 2);
    assertClose(path.alpha(0.7), Math.exp(-0.7), 1e-15);
    assertClose(path.timeAtLogSnr(path.logSnr(0.7)), 0.7, 1e-14);
  }

  @Test
  void vpCosineIsACosine() {
    VpCosine plain = new VpCosine(0, 1e-3, 0.999);
    assertClose(plain.alpha(0.5), Math.sqrt(0.5), 1e-14);
    assertClose(plain.sigma(0.25), Math.sin(Math.PI / 8), 1e-14);
    double published =
        Math.pow(Math.cos(0.608 / 1.008 * Math.PI / 2) / Math.cos(0.008 / 1.008 * Math.PI / 2), 2);
    assertClose(Math.pow(Vp.cosine().alpha(0.6), 2), published, 1e-13);
    assertThat(Vp.cosine().end()).isEqualTo(0.9946);
    assertThat(Vp.cosine().name()).isEqualTo("vp cosine(0.008)");
  }

  @Test
  void subVpHasTheSquareOfVpsNoise() {
    for (double t = 0.05; t <= 1; t += 0.05) {
      double sigma = Vp.linear().sigma(t);
      assertClose(SubVp.linear().sigma(t), sigma * sigma, 1e-14);
      // g^2 = beta (1 - exp(-2 integral of beta)): Song et al. 2021, equation 29.
      double beta = -2 * Vp.linear().drift(t);
      double alpha = Vp.linear().alpha(t);
      assertClose(SubVp.linear().diffusionSquared(t), beta * (1 - Math.pow(alpha, 4)), 1e-12);
    }
    assertThat(SubVp.linear().name()).isEqualTo("sub-vp linear(0.1, 20.0)");
    assertThat(SubVp.linear().start()).isEqualTo(1e-3);
    assertThat(SubVp.linear().end()).isEqualTo(1);
  }

  @Test
  void veIsGeometric() {
    Ve path = Ve.geometric();
    assertClose(path.sigma(0.5), Math.sqrt(0.01 * 50), 1e-14);
    assertClose(path.sigma(1), 50, 1e-14);
    assertClose(path.sigma(1e-300), 0.01, 1e-14);
    assertThat(path.timeAtLogSnr(-2 * Math.log(0.005))).isZero();
    assertThat(path.start()).isEqualTo(1e-5);
    assertThat(path.name()).isEqualTo("ve(0.01, 50.0)");
  }

  @Test
  void veLevelsAreThePublishedOnes() {
    double[] published = {
      0.01, 0.0166810, 0.0278256, 0.0464159, 0.0774264, 0.129155, 0.215443, 0.359381, 0.599484, 1
    };
    VeLevels path = VeLevels.ncsn();
    for (int t = 1; t <= 10; t++) {
      assertClose(path.sigma(t), published[t - 1], 5e-6); // published to six digits
    }
    assertClose(path.sigma(0.25), 0.0025, 1e-15);
    assertThat(path.sigmaDot(1)).isEqualTo(0.01);
    VeLevels second = VeLevels.ncsnV2();
    assertThat(second.timesteps()).isEqualTo(232);
    assertClose(second.sigma(232), 50, 1e-13);
    assertClose(second.sigma(100) / second.sigma(99), 1.0375591320, 1e-10);
    // NCSNv2's first Langevin step: 6.2e-6 times the squared ratio of the extreme levels.
    assertClose(6.2e-6 * Math.pow(second.sigma(232) / second.sigma(1), 2), 155, 1e-12);
    assertThat(path.name()).isEqualTo("ve levels(0.01, 1.0, 10)");
  }

  @Test
  void edmsTimeIsItsNoise() {
    Edm path = Edm.standard();
    assertThat(path.start()).isEqualTo(0.002);
    assertThat(path.end()).isEqualTo(80);
    assertClose(path.timeAtLogSnr(-2 * Math.log(3.5)), 3.5, 1e-14);
    assertThat(path.drift(3)).isZero();
    assertThat(path.diffusionSquared(3)).isEqualTo(6);
    assertThat(path.name()).isEqualTo("edm(0.002, 80.0)");
  }

  @Test
  void rectifiedFlowIsStraight() {
    RectifiedFlow path = RectifiedFlow.standard();
    assertThat(path.alpha(0.3) + path.sigma(0.3)).isEqualTo(1);
    assertThat(path.snr(0.5)).isEqualTo(1);
    assertThat(path.snr(1)).isZero();
    assertThat(path.timeAtLogSnr(Double.NEGATIVE_INFINITY)).isEqualTo(1);
    assertThat(path.name()).isEqualTo("rectified flow");
  }

  @Test
  void refuseWhatIsNoPath() {
    assertRefused(() -> Vp.linear(0, 20), "betas from 0.0 to 20.0 of a VP path");
    assertRefused(() -> Vp.linear(3, 2), "need 0 < betaMin <= betaMax");
    assertRefused(() -> Vp.linear(3, Double.POSITIVE_INFINITY), "need 0 < betaMin <= betaMax");
    assertRefused(() -> new VpLinear(0.1, 20, 0), "start 0.0 of a path: need 0 < start < 1");
    assertRefused(() -> new VpLinear(0.1, 20, 1), "start 1.0 of a path");
    assertRefused(() -> SubVp.linear(Double.NaN, 20), "betas from NaN");
    assertRefused(() -> new VpCosine(-0.1, 1e-3, 0.9), "offset -0.1 of a cosine path");
    assertRefused(() -> new VpCosine(Double.POSITIVE_INFINITY, 1e-3, 0.9), "offset Infinity");
    assertRefused(() -> new VpCosine(0.008, 1e-3, 1), "need 0 < end < 1");
    assertRefused(() -> new VpCosine(0.008, 0.95, 0.9), "need 0 < start < 0.9");
    assertRefused(() -> Ve.geometric(0, 50), "noise levels from 0.0 to 50.0");
    assertRefused(() -> Ve.geometric(50, 50), "need 0 < sigmaMin < sigmaMax");
    assertRefused(() -> new Ve(0.01, 50, -1), "start -1.0 of a path");
    assertRefused(() -> new VeLevels(0.01, 1, 1), "1 noise levels: need at least 2");
    assertRefused(() -> new VeLevels(2, 1, 10), "noise levels from 2.0 to 1.0");
    assertRefused(() -> new Edm(0.002, Double.POSITIVE_INFINITY), "finite");
    assertRefused(() -> new RectifiedFlow(1), "start 1.0 of a path");
  }

  private static void assertRefused(ThrowingCallable making, String message) {
    assertThatThrownBy(making)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static double noiseRatio(GaussianPath path, double t) {
    return path.sigma(t) / path.alpha(t);
  }
}
