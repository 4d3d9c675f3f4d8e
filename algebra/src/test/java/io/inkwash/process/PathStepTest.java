package io.inkwash.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PathStepTest {

  @Test
  void rowsAreTheStepsBetweenNeighbors() {
    DiscretePath path = DiscretePath.of(Betas.linear(1000));
    List<PathStep> rows = PathStep.along(path, new double[] {1000, 500, 1, 0});
    assertThat(rows).extracting(PathStep::t).containsExactly(1000.0, 500.0, 1.0);
    assertThat(rows).extracting(PathStep::s).containsExactly(500.0, 1.0, 0.0);
    PathStep row = rows.get(1);
    assertThat(row.alpha()).isEqualTo(path.alpha(500));
    assertThat(row.sigma()).isEqualTo(path.sigma(500));
    assertThat(row.logSnr()).isEqualTo(path.logSnr(500));
    assertThat(row.transition()).isEqualTo(path.transition(1, 500));
    assertThat(row.posterior()).isEqualTo(path.posterior(500, 1));
  }

  @Test
  void oneTimeIsNoStep() {
    assertThat(PathStep.along(Edm.standard(), new double[] {80})).isEmpty();
  }
}
