package io.inkwash.torch.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Joining ranks of which one dies on the way, for which Gloo itself waits a day. */
@Timeout(60)
class GlooRanksTest {

  /** Knows after a second that a rank is lost. */
  private static final class Lost implements GroupWatch {
    private final long since = System.nanoTime();

    @Override
    public void check() {
      if (System.nanoTime() - since > 1e9) {
        throw new IllegalStateException("rank 1 has ended");
      }
    }

    @Override
    public RuntimeException explain(RuntimeException failure) {
      return failure;
    }
  }

  /** The other rank gives its address and is gone before the two are connected. */
  @Test
  void aRankThatIsLostWhileTheyConnectEndsTheWait() {
    KeyValueStore store = KeyValueStore.serve(Duration.ofSeconds(20));
    long begun = System.nanoTime();
    assertThatThrownBy(() -> GlooRanks.join(0, 2, store, "127.0.0.1", new Lost()))
        .hasMessage("rank 1 has ended");
    assertThat((System.nanoTime() - begun) / 1e9).isBetween(1.0, 10.0);
  }

  @Test
  void anAddressOfNoInterfaceIsExplained() {
    try (KeyValueStore store = KeyValueStore.serve(Duration.ofSeconds(5))) {
      assertThatThrownBy(() -> GlooRanks.join(0, 2, store, "0.0.0.0", new Lost()))
          .hasMessageContaining("Unable to find interface");
    }
  }
}
