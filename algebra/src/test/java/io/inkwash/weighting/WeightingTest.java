package io.inkwash.weighting;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Vp;
import io.inkwash.testkit.Cases;
import io.inkwash.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightingTest {

  private static final List<Target> TARGETS =
      List.of(
          Targets.x0(),
          Targets.noise(),
          Targets.v(),
          Targets.velocity(),
          Targets.score(),
          Targets.edm(0.5));

  private static final List<Weighting> WEIGHTINGS =
      List.of(
          Weightings.simple(),
          Weightings.vlb(),
          Weightings.vlb(0.01),
          Weightings.likelihood(),
          Weightings.minSnr(),
          Weightings.softMinSnr(4),
          Weightings.truncatedSnr(),
          Weightings.p2(),
          Weightings.edm(0.5),
          Weightings.cosMap(),
          Weightings.inverseVariance(),
          Weightings.debiased(),
          Weightings.unit(Targets.v()));

  @Test
  void theLossIsTheSameWhateverTheNetworkPredicts() {
    Cases.check(
        5000,
        c -> {
          GaussianPath path = c.path();
          double t = c.uniform(path.start(), 0.98 * path.end());
          Weighting weighting = c.of(WEIGHTINGS);
          Target target = c.of(TARGETS);
          // One wrong output: its own squared error, and the squared error of the x0 read from it.
          double error = c.normal();
          double x0Error = target.toX0(path, t).yCoefficient() * error;
          assertClose(
              weighting.onTarget(path, t, target) * error * error,
              weighting.onX0(path, t) * x0Error * x0Error,
              1e-11);
        });
  }

  @Test
  void weightsAreFiniteAtBothEnds() {
    for (GaussianPath path : Cases.paths()) {
      for (Weighting weighting : WEIGHTINGS) {
        assertThat(weighting.onX0(path, path.start())).isFinite().isPositive();
        assertThat(weighting.onTarget(path, path.start(), Targets.noise())).isFinite().isPositive();
        if (path.snr(path.end()) > 0) {
          assertThat(weighting.onX0(path, path.end())).isFinite().isPositive();
        }
      }
    }
  }

  @Test
  void weightsVanishWithTheSignalButNotForV() {
    DiscretePath path = DiscretePath.of(Betas.linear(100).rescaleZeroTerminalSnr());
    assertThat(Weightings.simple().onTarget(path, 100, Targets.v())).isZero();
    assertThat(Weightings.minSnr().onTarget(path, 100, Targets.v())).isZero();
    assertThat(Weightings.softMinSnr(4).onTarget(path, 100, Targets.v())).isZero();
    assertClose(Weightings.truncatedSnr().onTarget(path, 100, Targets.v()), 1, 1e-14);
    assertClose(Weightings.edm(0.5).onTarget(path, 100, Targets.v()), 4, 1e-14);
    assertClose(Weightings.unit(Targets.v()).onTarget(path, 100, Targets.v()), 1, 1e-14);
  }

  @Test
  void simpleIsOneOnTheNoise() {
    Cases.check(
        2000,
        c -> {
          GaussianPath path = c.path();
          double t = c.uniform(path.start(), 0.98 * path.end());
          double simple = Weightings.simple().onTarget(path, t, Targets.noise());
          assertClose(simple, 1, 1e-13);
          double onScore = Weightings.simple().onTarget(path, t, Targets.score());
          assertClose(onScore, path.sigma(t) * path.sigma(t), 1e-13); // NCSN's lambda
        });
  }

  @Test
  void unitIsOneOnItsTarget() {
    Cases.check(
        2000,
        c -> {
          GaussianPath path = c.path();
          double t = c.uniform(path.start(), 0.98 * path.end());
          Target target = c.of(TARGETS);
          assertClose(Weightings.unit(target).onTarget(path, t, target), 1, 1e-13);
        });
    double t = 0.3;
    assertClose(Weightings.unit(Targets.x0()).onX0(RectifiedFlow.standard(), t), 1, 1e-14);
    // x0 = x - t u on the straight path.
    double velocity = Weightings.unit(Targets.velocity()).onX0(RectifiedFlow.standard(), t);
    assertClose(velocity, 1 / (t * t), 1e-13);
  }

  @Test
  void edmIsOneOnItsTarget() {
    Cases.check(
        1000,
        c -> {
          double sigma = c.logUniform(0.002, 80);
          double data = c.uniform(0.1, 2);
          Weighting edm = Weightings.edm(data);
          assertClose(edm.onTarget(Edm.standard(), sigma, Targets.edm(data)), 1, 1e-12);
          double published = (sigma * sigma + data * data) / Math.pow(sigma * data, 2);
          assertClose(edm.onX0(Edm.standard(), sigma), published, 1e-12);
          GaussianPath path = c.path();
          double t = c.uniform(path.start(), 0.98 * path.end());
          assertClose(edm.onTarget(path, t, Targets.edm(data)), 1, 1e-11);
        });
  }

  @Test
  void weightsOfFlowsAreThoseOfDiffusers() {
    Golden golden = Golden.read("/io/inkwash/golden/grids.txt");
    double[] t = golden.vector("u");
    double[] cosMap = golden.vector("weight-cosmap");
    double[] inverse = golden.vector("weight-sigma_sqrt");
    GaussianPath flow = RectifiedFlow.standard();
    for (int i = 0; i < t.length; i++) {
      Target velocity = Targets.velocity();
      assertClose(Weightings.cosMap().onTarget(flow, t[i], velocity), cosMap[i], 1e-10);
      // Float32 in that code.
      assertClose(Weightings.inverseVariance().onTarget(flow, t[i], velocity), inverse[i], 1e-7);
      double noise = Weightings.debiased().onTarget(flow, t[i], Targets.noise());
      assertClose(noise, 1 / Math.sqrt(flow.snr(t[i])), 1e-12);
    }
  }

  @Test
  void functionsOfTheSnrAreThePublishedOnes() {
    Cases.check(
        1000,
        c -> {
          GaussianPath path = Edm.standard();
          double t = c.logUniform(0.01, 80);
          double snr = 1 / (t * t);
          double gamma = c.uniform(0.5, 10);
          assertClose(Weightings.minSnr(gamma).onX0(path, t), Math.min(snr, gamma), 1e-12);
          double soft = snr * gamma / (snr + gamma);
          assertClose(Weightings.softMinSnr(gamma).onX0(path, t), soft, 1e-12);
          assertClose(Weightings.truncatedSnr().onX0(path, t), Math.max(snr, 1), 1e-12);
          double k = c.uniform(0.1, 3);
          double p2 = snr / Math.pow(k + snr, gamma);
          assertClose(Weightings.p2(k, gamma).onX0(path, t), p2, 1e-11);
        });
    assertThat(Weightings.minSnr()).isEqualTo(Weightings.minSnr(5));
    assertThat(Weightings.p2()).isEqualTo(Weightings.p2(1, 1));
  }

  @Test
  void likelihoodWeightingIsTheContinuousBound() {
    Cases.check(
        2000,
        c -> {
          GaussianPath path = c.path();
          double t = c.uniform(path.start(), 0.98 * path.end());
          double likelihood = Weightings.likelihood().onX0(path, t);
          assertClose(likelihood, Weightings.vlb().onX0(path, t), 1e-8);
          // g^2 / 2 on the score itself: Song, Durkan et al. 2021.
          double onScore = Weightings.likelihood().onTarget(path, t, Targets.score());
          assertClose(onScore, 0.5 * path.diffusionSquared(t), 1e-11);
        });
  }

  @Test
  void continuousBoundIsHalfTheFallOfTheSnr() {
    Cases.check(
        1000,
        c -> {
          GaussianPath path = Vp.linear();
          double t = c.uniform(0.01, 0.99);
          double h = 1e-5 * t;
          double fall = (path.snr(t - h) - path.snr(t + h)) / (2 * h);
          assertClose(Weightings.vlb().onX0(path, t), 0.5 * fall, 1e-6);
        });
  }

  @Test
  void discreteBoundIsDdpms() {
    DiscretePath path = DiscretePath.of(Betas.linear(1000));
    double[] alphaBars = path.betas().alphaBars();
    for (int t = 2; t <= 1000; t++) {
      double half = 0.5 * (path.snr(t - 1) - path.snr(t));
      assertClose(Weightings.vlb(1).onX0(path, t), half, 1e-8);
      // On the noise: beta^2 / (2 variance alpha_t (1 - alphaBar_t)), Ho et al., equation 12.
      double beta = path.betas().at(t);
      double variance = beta * (1 - alphaBars[t - 1]) / (1 - alphaBars[t]);
      double published = beta * beta / (2 * variance * (1 - beta) * (1 - alphaBars[t]));
      assertClose(Weightings.vlb(1).onTarget(path, t, Targets.noise()), published, 1e-8);
    }
  }

  @Test
  void lastStepOfTheDiscreteBoundTakesTheVarianceOfTheOneBefore() {
    DiscretePath path = DiscretePath.of(Betas.linear(1000));
    Posterior second = path.posterior(2, 1);
    assertClose(Weightings.vlb(1).onX0(path, 1), 0.5 / second.variance(), 1e-12);
  }

  @Test
  void shortStepsTendToTheContinuousBound() {
    double stride = 1e-5;
    for (double t = 0.1; t < 1; t += 0.1) {
      double step = Weightings.vlb(stride).onX0(Vp.linear(), t) / stride;
      assertClose(step, Weightings.vlb().onX0(Vp.linear(), t), 1e-3);
    }
  }

  @Test
  void refuseImpossibleParameters() {
    assertThatThrownBy(() -> Weightings.minSnr(0))
        .hasMessage("gamma 0.0 of a weighting: need a positive number");
    assertThatThrownBy(() -> Weightings.softMinSnr(-1)).hasMessageContaining("gamma -1.0");
    assertThatThrownBy(() -> Weightings.p2(Double.NaN, 1)).hasMessageContaining("k NaN");
    assertThatThrownBy(() -> Weightings.edm(Double.POSITIVE_INFINITY))
        .hasMessageContaining("sigmaData Infinity");
    assertThatThrownBy(() -> Weightings.vlb(0)).hasMessageContaining("stride 0.0");
  }
}
