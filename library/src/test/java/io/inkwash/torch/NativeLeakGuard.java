package io.inkwash.torch;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Gives each test of a class a scope of its own, and fails the test if more native objects are
 * alive once that scope is closed than before it was opened. Tests run on one operator thread,
 * since sums depend on their number.
 *
 * <p>It sees what was kept and never closed: an {@link Owned}, a {@link Recent}, a tensor kept
 * where no scope was open. What a method merely leaves in its caller's scope dies with that; {@link
 * #alive} before and after shows it.
 */
public final class NativeLeakGuard
    implements BeforeAllCallback, TestInstancePreConstructCallback, AfterEachCallback {
  private static final Namespace STORE = Namespace.create(NativeLeakGuard.class);

  /** Closed by its store where a test class fails to be built. */
  private record Start(TensorScope scope, long alive) implements AutoCloseable {
    @Override
    public void close() {
      scope.close();
    }
  }

  /** How many native objects Java owns now, on all threads. */
  public static long alive() {
    return Pointer.totalCount();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws InterruptedException {
    Torch.init(1);
    collectWhatOtherTestsLeft();
  }

  /** Until the count stands still, so that no test sees it fall. */
  private static void collectWhatOtherTestsLeft() throws InterruptedException {
    long before;
    do {
      before = alive();
      System.gc();
      Thread.sleep(10); // frees on a thread of its own
    } while (alive() != before);
  }

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  /** So that what a test class keeps in its fields lives in the test's scope too. */
  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    long alive = alive();
    context.getStore(STORE).put("start", new Start(TensorScope.open(), alive));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Start start = context.getStore(STORE).remove("start", Start.class);
    start.close();
    long leaked = alive() - start.alive;
    if (leaked > 0) {
      throw new AssertionError(leaked + " native objects are alive that were not before the test");
    }
  }
}
