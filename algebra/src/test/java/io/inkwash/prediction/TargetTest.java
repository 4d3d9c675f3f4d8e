package io.inkwash.prediction;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Vp;
import io.inkwash.testkit.Cases;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static final DiscretePath NO_SIGNAL =
      DiscretePath.of(Betas.linear(1000).rescaleZeroTerminalSnr());

  private static final List<Target> ALL =
      List.of(
          Targets.x0(),
          Targets.noise(),
          Targets.v(),
          Targets.velocity(),
          Targets.score(),
          new PosteriorMean(0.001),
          Targets.edm(0.5),
          Targets.edm(1));

  /** One image, noise and path: all that a target can be made from. */
  private record Sample(GaussianPath path, double t, double x0, double eps) {

    static Sample of(Cases c) {
      GaussianPath path = c.path();
      // Off the end, where some paths leave no signal and noise says nothing about x0.
      double t = c.uniform(path.start(), 0.98 * path.end());
      return new Sample(path, t, c.uniform(-1, 1), c.normal());
    }

    double x() {
      return path.alpha(t) * x0 + path.sigma(t) * eps;
    }

    double output(Target target) {
      return target.x0Coefficient(path, t) * x0 + target.epsCoefficient(path, t) * eps;
    }

    double read(Conversion conversion, double y) {
      return conversion.xCoefficient() * x() + conversion.yCoefficient() * y;
    }

    /** What rounding may do: terms of this size cancel, each to 2e-16. */
    double rounding(Conversion conversion, double y) {
      return 1e-13
          * (Math.abs(conversion.xCoefficient() * x()) + Math.abs(conversion.yCoefficient() * y));
    }
  }

  @Test
  void everyTargetGivesBackImageAndNoise() {
    Cases.check(
        5000,
        c -> {
          Sample sample = Sample.of(c);
          Target target = c.of(ALL);
          double y = sample.output(target);
          Conversion x0 = target.toX0(sample.path, sample.t);
          Conversion eps = target.toEps(sample.path, sample.t);
          assertClose(sample.read(x0, y), sample.x0, 1e-10, sample.rounding(x0, y));
          assertClose(sample.read(eps, y), sample.eps, 1e-10, sample.rounding(eps, y));
        });
  }

  @Test
  void everyTargetReadsAsEveryOther() {
    Cases.check(
        5000,
        c -> {
          Sample sample = Sample.of(c);
          Target from = c.of(ALL);
          Target to = c.of(ALL);
          double y = sample.output(from);
          Conversion conversion = from.to(to, sample.path, sample.t);
          assertClose(
              sample.read(conversion, y),
              sample.output(to),
              1e-9,
              10 * sample.rounding(conversion, y));
        });
  }

  @Test
  void determinantIsThatOfTheTwoEquations() {
    Cases.check(
        2000,
        c -> {
          Sample sample = Sample.of(c);
          Target target = c.of(ALL);
          double first = target.x0Coefficient(sample.path, sample.t) * sample.path.sigma(sample.t);
          double second =
              target.epsCoefficient(sample.path, sample.t) * sample.path.alpha(sample.t);
          double rounding = 1e-14 * (Math.abs(first) + Math.abs(second));
          assertClose(target.determinant(sample.path, sample.t), first - second, 1e-12, rounding);
        });
  }

  @Test
  void rowsAreThePublishedOnes() {
    Cases.check(
        500,
        c -> {
          Sample sample = Sample.of(c);
          GaussianPath path = sample.path;
          double t = sample.t;
          double alpha = path.alpha(t);
          double sigma = path.sigma(t);
          assertThat(sample.output(Targets.x0())).isEqualTo(sample.x0);
          assertThat(sample.output(Targets.noise())).isEqualTo(sample.eps);
          assertClose(
              sample.output(Targets.v()), alpha * sample.eps - sigma * sample.x0, 1e-13, 1e-15);
          // grad log N(x; alpha x0, sigma^2)
          assertClose(
              sample.output(Targets.score()),
              -(sample.x() - alpha * sample.x0) / (sigma * sigma),
              1e-9,
              1e-14 * Math.abs(sample.x()) / (sigma * sigma));
          assertClose(
              sample.output(Targets.velocity()),
              path.alphaDot(t) * sample.x0 + path.sigmaDot(t) * sample.eps,
              1e-13,
              1e-15);
        });
  }

  @Test
  void vNeedsNoDivisionWhereVarianceIsPreserved() {
    Cases.check(
        500,
        c -> {
          double t = c.anyTime(Vp.linear());
          Conversion x0 = Targets.v().toX0(Vp.linear(), t);
          assertClose(x0.xCoefficient(), Vp.linear().alpha(t), 1e-13);
          assertClose(x0.yCoefficient(), -Vp.linear().sigma(t), 1e-13);
        });
  }

  @Test
  void posteriorMeanIsDdpmsMu() {
    DiscretePath path = DiscretePath.of(Betas.linear(1000));
    Cases.check(
        500,
        c -> {
          Sample sample = new Sample(path, c.integer(1, 1000), c.uniform(-1, 1), c.normal());
          Posterior step = path.posterior(sample.t, sample.t - 1);
          double mean = step.xCoefficient() * sample.x() + step.x0Coefficient() * sample.x0;
          assertClose(sample.output(Targets.posteriorMean()), mean, 1e-12, 1e-14);
        });
  }

  @Test
  void edmsTargetIsThePublishedPreconditioning() {
    Edm path = Edm.standard();
    Cases.check(
        500,
        c -> {
          double sigma = c.logUniform(0.002, 80);
          double data = c.uniform(0.1, 2);
          double variance = sigma * sigma + data * data;
          Conversion x0 = Targets.edm(data).toX0(path, sigma);
          assertClose(x0.xCoefficient(), data * data / variance, 1e-12); // c_skip
          assertClose(x0.yCoefficient(), sigma * data / Math.sqrt(variance), 1e-12); // c_out
          assertClose(
              InputScale.unitVariance(data).at(path, sigma), 1 / Math.sqrt(variance), 1e-14);
          // Unit variance of the target over data of this deviation.
          double a = Targets.edm(data).x0Coefficient(path, sigma);
          double b = Targets.edm(data).epsCoefficient(path, sigma);
          assertClose(a * a * data * data + b * b, 1, 1e-12);
        });
  }

  @Test
  void edmsTargetForUnitDataIsMinusV() {
    Cases.check(
        500,
        c -> {
          double t = c.anyTime(Vp.linear());
          Conversion v = Targets.edm(1).to(Targets.v(), Vp.linear(), t);
          assertClose(v.xCoefficient(), 0, 0, 1e-14);
          assertClose(v.yCoefficient(), -1, 1e-14);
        });
  }

  @Test
  void refusesNoiseWhereNoSignalIsLeft() {
    assertThatThrownBy(() -> Targets.noise().check(NO_SIGNAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "target noise cannot give x0 at t = 1000.0 of discrete zero-terminal-snr linear-betas(1000)"
                + " (SNR 0.0): predict v, velocity or x0 there");
    assertThatThrownBy(() -> Targets.score().check(RectifiedFlow.standard()))
        .hasMessageContaining("target score cannot give x0 at t = 1.0 of rectified flow");
  }

  @Test
  void refusesAPosteriorMeanOfStepsAsLongAsThePath() {
    assertThatThrownBy(() -> Targets.posteriorMean().check(Vp.linear()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "posterior mean over steps of 1.0 on vp linear(0.1, 20.0), which ends at t = 1.0:"
                + " need a shorter stride, as 0.001");
    assertThatCode(() -> Targets.posteriorMean().check(DiscretePath.of(Betas.linear(1000))))
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsTargetsThatDetermineTheImage() {
    for (Target target : ALL) {
      for (GaussianPath path : Cases.paths()) {
        boolean blind = target.equals(Targets.noise()) || target.equals(Targets.score());
        if (path.snr(path.end()) > 0 || (!blind && !target.equals(Targets.velocity()))) {
          assertThatCode(() -> target.check(path)).doesNotThrowAnyException();
        }
      }
    }
    assertThatCode(() -> Targets.velocity().check(RectifiedFlow.standard()))
        .doesNotThrowAnyException();
  }

  @Test
  void refuseImpossibleParameters() {
    assertThatThrownBy(() -> new PosteriorMean(0)).hasMessageContaining("stride 0.0");
    assertThatThrownBy(() -> Targets.edm(0)).hasMessageContaining("sigmaData 0.0");
    assertThatThrownBy(() -> Targets.edm(Double.POSITIVE_INFINITY))
        .hasMessageContaining("sigmaData Infinity");
    assertThatThrownBy(() -> InputScale.unitVariance(-1)).hasMessageContaining("sigmaData -1.0");
    assertThatThrownBy(() -> InputScale.unitVariance(Double.POSITIVE_INFINITY))
        .hasMessageContaining("sigmaData Infinity");
  }

  @Test
  void areValuesWithNames() {
    assertThat(ALL)
        .extracting(Target::name)
        .containsExactly(
            "x0", "noise", "v", "velocity", "score", "posterior-mean", "edm(0.5)", "edm(1.0)");
    assertThat(Targets.noise()).isEqualTo(Targets.noise());
    assertThat(Targets.edm(0.5)).isEqualTo(new EdmTarget(0.5)).isNotEqualTo(Targets.edm(1));
    assertThat(Targets.posteriorMean()).isEqualTo(new PosteriorMean(1));
  }
}
