package io.inkwash.process;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BetasTest {

  @Test
  void linearIsThePublishedTable() {
    Betas betas = Betas.linear(1000);
    double[] alphaBars = betas.alphaBars();
    assertThat(betas.at(1)).isEqualTo(1e-4);
    assertClose(betas.at(1000), 0.02, 1e-15);
    // Published to ten digits.
    assertClose(alphaBars[1], 0.9999, 1e-10);
    assertClose(alphaBars[2], 0.9997800921, 1e-10);
    assertClose(alphaBars[500], 0.07858724288, 1e-9);
    assertClose(alphaBars[501], 0.07779665837, 1e-9);
    assertClose(alphaBars[999], 4.118193638e-05, 1e-9);
    assertClose(alphaBars[1000], 4.035829765e-05, 1e-9);
  }

  @Test
  void linearKeepsItsEndOverLengths() {
    // alphaBar(T) = exp(-10.05 - sum of beta^2 / 2 - ...): the sum of betas is the same for all T.
    for (int timesteps : new int[] {100, 250, 1000, 4000}) {
      double sum = 0;
      for (double beta : Betas.linear(timesteps).toArray()) {
        sum += beta;
      }
      assertClose(sum, 10.05, 1e-12);
    }
    assertThat(Betas.linear(10, 0.1, 0.4).toArray()).startsWith(0.1).endsWith(0.4);
    assertClose(Betas.linear(3, 0.1, 0.4).at(2), 0.25, 1e-15);
    assertThat(Betas.linear(1, 0.1, 0.4).toArray()).containsExactly(0.1);
    assertThat(Betas.rescaledLinear(250, 1e-4, 0.02).toArray())
        .isEqualTo(Betas.linear(250).toArray());
  }

  @Test
  void cosineIsThePublishedTable() {
    Betas betas = Betas.cosine(1000);
    double[] alphaBars = betas.alphaBars();
    assertClose(betas.at(1), 4.128422482e-05, 1e-9);
    assertClose(betas.at(2), 4.614175274e-05, 1e-9);
    assertClose(betas.at(500), 0.00314588623, 1e-8);
    assertClose(betas.at(999), 0.7499993929, 1e-9);
    assertThat(betas.at(1000)).isEqualTo(0.999);
    assertClose(alphaBars[1], 0.9999587158, 1e-10);
    assertClose(alphaBars[500], 0.4938435904, 1e-9);
    assertClose(alphaBars[999], 2.428766907e-06, 1e-9);
    assertClose(alphaBars[1000], 2.428766907e-09, 1e-9);
  }

  @Test
  void scaledLinearIsStableDiffusions() {
    Betas betas = Betas.scaledLinear(1000);
    double[] alphaBars = betas.alphaBars();
    assertClose(alphaBars[1], 0.99915, 1e-12);
    assertClose(alphaBars[1000], 0.004660098513, 1e-9);
    assertClose(Math.sqrt(1 / alphaBars[1000] - 1), 14.6146412293, 1e-10);
    assertClose(Math.sqrt(1 / alphaBars[1] - 1), 0.0291671582, 1e-8);
  }

  @Test
  void exponentialAndLaplaceAreThoseOfDiffusers() {
    Golden golden = Golden.read("/io/inkwash/golden/grids.txt");
    assertClose(Betas.exponential(100).toArray(), golden.vector("betas-exp"), 1e-12);
    assertClose(Betas.laplace(100).toArray(), golden.vector("betas-laplace"), 1e-10);
  }

  @Test
  void sigmoidsAreSymmetricCurves() {
    Betas betas = Betas.sigmoid(101);
    assertClose(betas.at(51), (1e-4 + 0.02) / 2, 1e-14);
    for (int t = 1; t <= 101; t++) {
      assertClose(betas.at(t) + betas.at(102 - t), 1e-4 + 0.02, 1e-14);
    }
    assertClose(betas.at(1), 1e-4 + 0.0199 / (1 + Math.exp(6)), 1e-14);
    double[] alphaBars = Betas.sigmoidAlphaBar(100).alphaBars();
    assertClose(alphaBars[50], 0.5, 1e-12);
    for (int t = 1; t < 100; t++) {
      assertClose(alphaBars[t] + alphaBars[100 - t], 1, 1e-12);
    }
    assertThat(Betas.sigmoidAlphaBar(100).at(100)).isEqualTo(0.999);
  }

  @Test
  void zeroTerminalSnrLeavesNoSignal() {
    double[] before = Betas.linear(1000).alphaBars();
    Betas betas = Betas.linear(1000).rescaleZeroTerminalSnr();
    double[] after = betas.alphaBars();
    assertThat(betas.at(1000)).isEqualTo(1);
    assertThat(after[1000]).isZero();
    assertClose(after[1], 0.9999, 1e-12);
    assertClose(after[500], 0.07602875055, 1e-9);
    // The square roots are moved by one affine map.
    double last = Math.sqrt(before[1000]);
    double slope = Math.sqrt(before[1]) / (Math.sqrt(before[1]) - last);
    for (int t = 1; t <= 1000; t++) {
      assertClose(Math.sqrt(after[t]), slope * (Math.sqrt(before[t]) - last), 1e-9, 1e-12);
    }
    assertThat(betas.name()).isEqualTo("zero-terminal-snr linear-betas(1000)");
  }

  @Test
  void tablesOfTheirOwn() {
    double[] own = {0.1, 0.2, 0.3};
    Betas betas = Betas.of(own);
    own[0] = 0.9;
    betas.toArray()[1] = 0.9;
    assertThat(betas.toArray()).containsExactly(0.1, 0.2, 0.3);
    assertThat(betas.timesteps()).isEqualTo(3);
    assertThat(betas.at(3)).isEqualTo(0.3);
    assertClose(betas.alphaBars(), new double[] {1, 0.9, 0.9 * 0.8, 0.9 * 0.8 * 0.7}, 1e-15);
    Betas halves = Betas.fromAlphaBar("halves", 4, 0.6, u -> Math.pow(0.5, 4 * u));
    assertClose(halves.toArray(), new double[] {0.5, 0.5, 0.5, 0.5}, 1e-15);
  }

  @Test
  void areValues() {
    assertThat(Betas.linear(10, 0.1, 0.2))
        .isEqualTo(Betas.linear(10, 0.1, 0.2))
        .hasSameHashCodeAs(Betas.linear(10, 0.1, 0.2))
        .hasToString("linear-betas(10, 0.1, 0.2)")
        .isNotEqualTo(Betas.linear(10, 0.1, 0.3))
        .isNotEqualTo(Betas.of(Betas.linear(10, 0.1, 0.2).toArray()))
        .isNotEqualTo("linear-betas(10, 0.1, 0.2)");
    assertThat(Betas.of(0.1, 0.2)).isNotEqualTo(Betas.of(0.1, 0.3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 19, 20})
  void refusesShortTablesWhoseBetasReachOne(int timesteps) {
    assertThatThrownBy(() -> Betas.linear(timesteps).rescaleZeroTerminalSnr())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(timesteps == 1 ? "need" : "need 0 < beta < 1; use more timesteps");
  }

  @Test
  void refusesWhatIsNoTable() {
    assertThatThrownBy(() -> Betas.of()).hasMessage("a table of 0 timesteps: need at least 1");
    for (int many : new int[] {1_000_001, Integer.MAX_VALUE}) {
      String message = "a table of " + many + " timesteps: need at most 1000000";
      assertThatThrownBy(() -> Betas.cosine(many)).hasMessage(message);
      assertThatThrownBy(() -> Betas.linear(many)).hasMessage(message);
    }
    assertThatThrownBy(() -> Betas.cosine(0)).hasMessage("a table of 0 timesteps: need at least 1");
    assertThatThrownBy(() -> Betas.linear(-3)).hasMessageContaining("-3 timesteps");
    assertThatThrownBy(() -> Betas.of(0.1, Double.NaN))
        .hasMessageContaining("beta NaN at timestep 2 of betas(2)");
    assertThatThrownBy(() -> Betas.of(0, 0.1)).hasMessageContaining("beta 0.0 at timestep 1");
    assertThatThrownBy(() -> Betas.linear(5, 0.1, 1))
        .hasMessageContaining("beta 1.0 at timestep 5");
    assertThatThrownBy(() -> Betas.of(0.5).rescaleZeroTerminalSnr())
        .hasMessageContaining("need at least 2");
    assertThatThrownBy(() -> Betas.linear(10, 0.1, 0.2).at(0))
        .hasMessage("no beta at timestep 0 of linear-betas(10, 0.1, 0.2): need 1 to 10");
    assertThatThrownBy(() -> Betas.linear(10, 0.1, 0.2).at(11)).hasMessageContaining("timestep 11");
  }
}
