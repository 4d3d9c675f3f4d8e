package io.inkwash.torch.distributed;

import io.inkwash.torch.Owned;
import io.inkwash.torch.TensorScope;
import java.time.Duration;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;

/**
 * Torch's TCPStore: words by name that one process keeps for all. Gloo's processes find each other
 * by it, and torchrun's agent keeps one for those that it starts.
 *
 * <p>The native store has one owner in Java; whoever else needs it gets a connection of its own
 * ({@code clone}), since an object given to two native constructors is released twice.
 */
public final class KeyValueStore implements AutoCloseable {
  private final Owned<TCPStore> store;

  private KeyValueStore(Owned<TCPStore> store) {
    this.store = store;
  }

  /** A store kept by this process, at a free port. */
  public static KeyValueStore serve(Duration timeout) {
    return open("localhost", 0, true, timeout);
  }

  /**
   * The store that another process keeps.
   *
   * @throws RuntimeException if it cannot be reached in time
   */
  public static KeyValueStore connect(String host, int port, Duration timeout) {
    return open(host, port, false, timeout);
  }

  private static KeyValueStore open(String host, int port, boolean server, Duration timeout) {
    return new KeyValueStore(
        Owned.of(
            () -> {
              TCPStoreOptions options =
                  new TCPStoreOptions()
                      .port((short) port) // an unsigned number in a signed type
                      .isServer(server)
                      .waitWorkers(false)
                      .timeout(new Milliseconds(timeout.toMillis()));
              options.numWorkers(new SizeTPointer(1).put(1));
              return new TCPStore(host, options);
            }));
  }

  /** The port of the process that keeps it. */
  public int port() {
    return store.value().getPort() & 0xffff;
  }

  /** Keeps a word. */
  public void set(String name, String word) {
    try (TensorScope scope = TensorScope.open()) {
      base().set(name, word);
    }
  }

  /**
   * A word, once some process has set it.
   *
   * @throws RuntimeException if none does within the store's time
   */
  public String get(String name) {
    try (TensorScope scope = TensorScope.open()) {
      return base().get_to_str(name);
    }
  }

  /** The store under a prefix of its own, by a connection of its own. */
  PrefixStore connection(String prefix) {
    return new PrefixStore(prefix, base().clone());
  }

  private Store base() {
    return store.value();
  }

  /** Ends it; where this process keeps the store, for all. */
  @Override
  public void close() {
    store.close();
  }
}
