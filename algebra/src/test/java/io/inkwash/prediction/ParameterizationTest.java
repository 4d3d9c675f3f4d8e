package io.inkwash.prediction;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Vp;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterizationTest {

  private static final DiscretePath TABLE = DiscretePath.of(Betas.cosine(4000));

  @Test
  void labelsTellTheTime() {
    assertThat(NoiseLevelInput.index().at(TABLE, 1)).isZero();
    assertThat(NoiseLevelInput.index().at(TABLE, 4000)).isEqualTo(3999);
    assertThat(NoiseLevelInput.rescaledIndex().at(TABLE, 4000)).isEqualTo(999.75);
    assertThat(NoiseLevelInput.scaled(999).at(Vp.linear(), 0.5)).isEqualTo(499.5);
    assertThat(NoiseLevelInput.sigma().at(Edm.standard(), 7)).isEqualTo(7);
    assertClose(NoiseLevelInput.sigma().at(Vp.linear(), 1), 152.1669702839, 1e-12);
    assertClose(NoiseLevelInput.logSigma(0.25).at(Edm.standard(), 7), Math.log(7) / 4, 1e-14);
    assertThat(NoiseLevelInput.logSnr().at(TABLE, 77)).isEqualTo(TABLE.logSnr(77));
  }

  @Test
  void theLogSnrIsReadFromItsMultiples() {
    for (NoiseLevelInput input :
        List.of(
            NoiseLevelInput.logSnr(),
            NoiseLevelInput.logSigma(100),
            NoiseLevelInput.logSigma(-2))) {
      assertClose(
          input.logSnrFactor().orElseThrow() * input.at(Vp.linear(), 0.3),
          Vp.linear().logSnr(0.3),
          1e-13);
    }
    assertThat(NoiseLevelInput.sigma().logSnrFactor()).isEmpty();
    assertThat(NoiseLevelInput.logSigma(0).logSnrFactor()).isEmpty();
  }

  @Test
  void inputScales() {
    assertThat(InputScale.identity().at(TABLE, 10)).isEqualTo(1);
    assertClose(InputScale.unitVariance(1).at(TABLE, 10), 1, 1e-14);
    assertClose(InputScale.unitVariance(0.5).at(Edm.standard(), 2), 1 / Math.sqrt(4.25), 1e-15);
    assertClose(
        InputScale.unitVariance(0.5).at(RectifiedFlow.standard(), 0.2),
        1 / Math.sqrt(0.16 + 0.04),
        1e-14);
  }

  @Test
  void publishedOnesAreValues() {
    assertThat(Parameterization.ddpm())
        .isEqualTo(
            new Parameterization(Targets.noise(), InputScale.identity(), NoiseLevelInput.index()));
    assertThat(Parameterization.edm(0.5))
        .isEqualTo(
            new Parameterization(
                new EdmTarget(0.5), InputScale.unitVariance(0.5), NoiseLevelInput.logSigma(0.25)));
    assertThat(Parameterization.flow())
        .isEqualTo(
            new Parameterization(
                Targets.velocity(), InputScale.identity(), NoiseLevelInput.scaled(1)));
  }
}
