package io.inkwash.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;

/**
 * Process-wide settings of libtorch: threads, versions, what the processor can do.
 *
 * <p>No call is needed before the first tensor: whatever in this package is used first loads
 * libtorch and sets what a Java program can set ({@code Natives}). {@link #init} is for a program
 * that chooses the number of threads. OpenBLAS keeps worker threads of its own that spin after each
 * small matrix product, on the very cores that the OpenMP convolutions need; they are limited to
 * one, with which a training step of a small U-Net takes two thirds of the time.
 */
public final class Torch {
  private Torch() {}

  /**
   * Loads libtorch and sets the number of threads of its operators.
   *
   * @param threads operator threads, at least 1; results are bit-for-bit repeatable with 1
   */
  public static void init(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "threads is " + threads + "; allowed: 1 or more; leave it out to use every core");
    }
    Natives.load();
    torch.set_num_threads(threads);
    openblas_nolapack.blas_set_num_threads(1);
    Context.setFlushDenormal(true);
  }

  /** Loads libtorch with one operator thread a core. */
  public static void init() {
    init(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Begins to load libtorch in a thread of its own and returns at once: what uses it next waits for
   * the rest only. If it cannot be loaded, that use says why.
   */
  public static void preload() {
    Thread loading =
        new Thread(
            () -> {
              try {
                Natives.load();
              } catch (NativesException reported) {
                return; // again, to whoever uses it
              }
            },
            "libtorch");
    loading.setDaemon(true);
    loading.start();
  }

  /** The number of threads that libtorch's operators use now. */
  public static int threads() {
    Natives.load();
    return torch.get_num_threads();
  }

  /** The number of threads that OpenBLAS uses now; {@link #init} limits it to 1. */
  public static int blasThreads() {
    Natives.load();
    return openblas_nolapack.blas_get_num_threads();
  }

  /** The version of libtorch and of its Java presets, as {@code 2.13.0-1.5.14}. */
  public static String version() {
    try {
      return Loader.getVersion("org.bytedeco", "pytorch", torch.class);
    } catch (IOException repackaged) { // the jar's own properties have been left out
      return "unknown";
    }
  }

  /**
   * What of this processor libtorch's kernels use: its vector instructions, and {@code bf16} where
   * it multiplies bfloat16 natively; as {@code AVX512 bf16}.
   */
  public static String processor() {
    Natives.load();
    String vectors = torch.get_cpu_capability().getString();
    return nativeBf16() ? vectors + " bf16" : vectors;
  }

  /** Whether this processor multiplies bfloat16 natively (AVX-512 BF16 or AMX). */
  public static boolean nativeBf16() {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(cpuinfo)) {
      return false;
    }
    try {
      String flags = Files.readString(cpuinfo, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
      return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    } catch (IOException unreadable) {
      return false;
    }
  }
}
