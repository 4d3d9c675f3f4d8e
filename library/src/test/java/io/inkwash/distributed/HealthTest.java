package io.inkwash.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class HealthTest {

  /** Brings an answer, and news of a lost connection after it, just after the second look. */
  private static final class Late extends ArrayDeque<String> {
    private static final long serialVersionUID = 1L;
    private final transient Health health;
    private int looks;

    Late(Health health) {
      this.health = health;
    }

    @Override
    public String poll() {
      String found = super.poll();
      looks++;
      if (looks == 2) {
        add("done");
        health.lose("rank 0 has ended", () -> {});
      }
      return found;
    }
  }

  @Test
  void whatCameBeforeBadNewsCounts() {
    Health health = new Health();
    Queue<String> answers = new Late(health);
    assertThat(health.await(answers)).isEqualTo("done");
    assertThatThrownBy(() -> health.await(answers))
        .isInstanceOf(RankException.class)
        .hasMessage("rank 0 has ended");
  }
}
