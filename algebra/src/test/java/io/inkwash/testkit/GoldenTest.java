package io.inkwash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GoldenTest {

  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/score-sde.txt");

  @Test
  void readsVectorsByName() {
    assertThat(GOLDEN.vector("t")).startsWith(1e-5).endsWith(1.0).hasSize(10);
    assertThat(GOLDEN.names("ve."))
        .containsExactly("ve.alpha", "ve.sigma", "ve.drift", "ve.diffusion");
    GOLDEN.vector("t")[0] = 7;
    assertThat(GOLDEN.vector("t")[0]).isEqualTo(1e-5);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> GOLDEN.vector("none"))
        .hasMessageContaining("no vector none in /io/inkwash/golden/score-sde.txt: it has [t,");
    assertThatThrownBy(() -> GOLDEN.value("t")).hasMessageContaining("not one number but 10");
    assertThatThrownBy(() -> Golden.read("/none.txt")).hasMessageContaining("no golden file");
  }
}
