package io.inkwash.torch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Loads libtorch once and sets, before and after, what a Java program can set: so that a program
 * without the launcher computes as fast, and with the same numbers, as the command.
 *
 * <table>
 * <caption>What is set, and why</caption>
 * <tr><td>JavaCPP's memory limits</td><td>lifted, unless the program has set its own: JavaCPP compares
 *     all native pages with the size of the Java heap and refuses tensors that fit</td></tr>
 * <tr><td>JavaCPP's search for CUDA</td><td>left out where the build for GPUs is not on the class path,
 *     unless the program names an extension itself: JavaCPP would look for some thirty libraries, one
 *     after the other in all jars, before it loads libtorch</td></tr>
 * <tr><td>OpenBLAS's threads</td><td>one, unless {@code OPENBLAS_NUM_THREADS} is set: its idle
 *     threads spin on the cores that the convolutions need</td></tr>
 * <tr><td>NNPACK</td><td>off: oneDNN is as fast, its Winograd kernels cost up to 1e-4 of accuracy,
 *     and on some processors it prints a warning for each convolution</td></tr>
 * </table>
 *
 * <p>The limits are read when JavaCPP's {@code Pointer} is first used, so they come too late in a
 * program that uses JavaCPP before this package.
 */
final class Natives {
  private static final String LIBRARIES = "org.bytedeco.javacpp.loadlibraries";
  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
  private static final String GPU = "-gpu";

  /** The artifacts of org.bytedeco and the native library that proves each one present. */
  private static final List<String[]> PARTS =
      List.of(
          new String[] {"javacpp", "jnijavacpp"},
          new String[] {"openblas", "jniopenblas_nolapack"},
          new String[] {"pytorch", "jnitorch"});

  private static final @Nullable Failure FAILURE = start();

  /** Why libtorch is not there. */
  private record Failure(String reason, Throwable cause) {}

  private Natives() {}

  /**
   * Returns once libtorch is loaded and set up; costs nothing from the second call on.
   *
   * @throws NativesException if the native libraries are missing or cannot be loaded
   */
  static void load() {
    if (FAILURE != null) {
      throw new NativesException(FAILURE.reason(), FAILURE.cause());
    }
  }

  private static @Nullable Failure start() {
    liftMemoryLimits();
    if (System.getProperty(EXTENSION) == null && !hasGpuBuild()) {
      System.setProperty(EXTENSION, "");
    }
    try {
      skipVersionCheck();
      Loader.load(torch.class);
      if (System.getenv("OPENBLAS_NUM_THREADS") == null) {
        openblas_nolapack.blas_set_num_threads(1);
      }
      torch.globalContext().setUserEnabledNNPACK(false);
      return null;
    } catch (LinkageError | ClassNotFoundException cause) {
      return new Failure(reason(cause), cause);
    }
  }

  private static void liftMemoryLimits() {
    for (String limit : List.of("maxBytes", "maxPhysicalBytes")) {
      String name = "org.bytedeco.javacpp." + limit;
      if (System.getProperty(name) == null) {
        System.setProperty(name, "0");
      }
    }
  }

  /**
   * Initializes OpenBLAS's presets without their check of JavaCPP's version: libtorch is of the
   * release after the newest published OpenBLAS, they fit, and the check would print a warning.
   */
  private static void skipVersionCheck() throws ClassNotFoundException {
    String before = System.getProperty(LIBRARIES);
    System.setProperty(LIBRARIES, "never");
    try {
      Class.forName(openblas_nolapack.class.getName());
    } finally {
      if (before == null) {
        System.clearProperty(LIBRARIES);
      } else {
        System.setProperty(LIBRARIES, before);
      }
    }
  }

  private static String reason(Throwable cause) {
    String platform = Loader.getPlatform();
    Optional<String> missing =
        PARTS.stream()
            .filter(part -> !present(part[0], part[1], platform))
            .map(part -> part[0])
            .findFirst();
    if (missing.isPresent()) {
      return "the native library of org.bytedeco:"
          + missing.get()
          + " for "
          + platform
          + " is not on the class path; add io.inkwash:inkwash-natives, which brings all three"
          + " (javacpp, openblas, pytorch)";
    }
    try {
      Loader.getCacheDir();
    } catch (IOException unwritable) {
      return "libtorch is unpacked before its first use, and neither "
          + System.getProperty("user.home")
          + "/.javacpp nor "
          + System.getProperty("java.io.tmpdir")
          + " can be written; name a folder that can with -Dorg.bytedeco.javacpp.cachedir=FOLDER";
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return "libtorch cannot be loaded on " + platform + ": " + message;
  }

  /** Whether libtorch's build for GPUs is on the class path. */
  static boolean hasGpuBuild() {
    return has("pytorch", "jnitorch", Loader.getPlatform() + GPU);
  }

  private static boolean present(String artifact, String library, String platform) {
    return has(artifact, library, platform) || has(artifact, library, platform + GPU);
  }

  private static boolean has(String artifact, String library, String build) {
    String file = "org/bytedeco/" + artifact + "/" + build + "/" + System.mapLibraryName(library);
    return Natives.class.getClassLoader().getResource(file) != null;
  }
}
