package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.ImageSource;
import io.inkwash.process.GaussianPath;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Loading libtorch takes a second or more; schedules and data do without. */
class WithoutLibtorchTest {

  @Test
  void theAlgebraAndTheLoadersDoWithoutIt() throws Exception {
    try (URLClassLoader classes = classesWithoutLibraries()) {
      Callable<?> work =
          (Callable<?>)
              classes
                  .loadClass(WithoutLibtorch.class.getName())
                  .getDeclaredConstructor()
                  .newInstance();
      assertThat(work.call()).isEqualTo("true 320");
    }
  }

  @Test
  void andTensorsDoNot() throws IOException {
    try (URLClassLoader classes = classesWithoutLibraries()) {
      assertThatThrownBy(
              () -> classes.loadClass(Tensors.class.getName()).getMethod("zeros", long[].class))
          .isInstanceOf(NoClassDefFoundError.class)
          .hasMessageContaining("org/bytedeco/"); // JavaCPP or libtorch, whichever is needed first
    }
  }

  /** Our own classes, those of archives and Java's, nothing else. */
  private static URLClassLoader classesWithoutLibraries() {
    URL[] places =
        Stream.of(
                GaussianPath.class,
                ImageSource.class,
                WithoutLibtorch.class,
                named("org.apache.commons.compress.archivers.ArchiveEntry"),
                named("org.apache.commons.io.IOUtils"),
                named("org.apache.commons.lang3.ArrayUtils"))
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .toArray(URL[]::new);
    return new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
