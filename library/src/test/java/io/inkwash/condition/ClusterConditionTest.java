package io.inkwash.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.data.ImageShape;
import io.inkwash.data.StoredImages;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterConditionTest {
  private static final Condition THREE = new ClusterCondition(List.of(0.5, 0.2, 0.3));

  @Test
  void withoutARequestClustersAreDrawnByTheirShares() {
    List<String> names = THREE.drawn(Request.NONE, 7).names(0, 20_000);
    assertThat(share(names, "cluster-0")).isEqualTo(0.5, within(0.015)); // four standard errors
    assertThat(share(names, "cluster-1")).isEqualTo(0.2, within(0.012));
    assertThat(share(names, "cluster-2")).isEqualTo(0.3, within(0.013));
  }

  private static double share(List<String> names, String name) {
    return (double) Collections.frequency(names, name) / names.size();
  }

  @Test
  void theClusterOfAnImageIsAFunctionOfSeedAndNumber() {
    Requested drawn = THREE.drawn(Request.NONE, 7);
    List<String> all = drawn.names(0, 100);
    assertThat(drawn.names(40, 60)).isEqualTo(all.subList(40, 100));
    assertThat(THREE.drawn(Request.NONE, 8).names(0, 100)).isNotEqualTo(all);
  }

  @Test
  void requestedClustersComeInTurnAndAreNoClassesOfAClassifier() {
    Requested requested = THREE.drawn(Request.classes(List.of(2, 0)), 7);
    assertThat(requested.names(1, 3)).containsExactly("cluster-0", "cluster-2", "cluster-0");
    assertThat(requested.classes()).isEmpty();
    assertThatThrownBy(() -> THREE.drawn(Request.classes(List.of(3)), 7))
        .hasMessageContaining("0 to 2");
  }

  @Test
  void otherConditionsLeaveNothingToChance() {
    assertThat(Condition.none().drawn(Request.NONE, 0).isEmpty()).isTrue();
    assertThat(Condition.ofClasses(List.of("a", "b")).drawn(Request.NONE, 0).isEmpty()).isTrue();
  }

  @Test
  void imagesWithoutClustersAreRefused() {
    StoredImages plain =
        StoredImages.unlabeled("plain", new ImageShape(1, 1, 1), new byte[][] {{1}, {2}, {3}});
    assertThatThrownBy(() -> THREE.check(plain)).hasMessageContaining("plain has no clusters");
    THREE.check(plain.withClusters(new int[] {0, 2, 1}, 3));
  }
}
