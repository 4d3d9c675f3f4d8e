package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The advice names what does not fit. */
class OutOfMemoryTest {
  private static final long HEAP = Runtime.getRuntime().maxMemory() >> 20;

  @Test
  void imagesThatDoNotFitAskForALargerHeap() {
    assertThat(lineOf("java.util.Arrays", "io.inkwash.data.StoredImages", "io.inkwash.cli.Inkwash"))
        .isEqualTo(
            "the images do not fit into Java's heap of "
                + HEAP
                + " MB; set INKWASH_HEAP="
                + 2 * HEAP
                + "m or more, or take fewer");
  }

  @Test
  void anythingElseInTheHeapMayBeTheBatch() {
    assertThat(lineOf("io.inkwash.picture.Pictures"))
        .startsWith("Java's heap of " + HEAP + " MB is full; set INKWASH_HEAP=")
        .endsWith(", or a smaller --batch");
  }

  @Test
  void tensorsAskForASmallerBatch() {
    String message = "DefaultCPUAllocator: can't allocate memory: you tried to allocate 800 bytes.";
    assertThat(OutOfMemory.ofTensors(message)).isTrue();
    assertThat(OutOfMemory.line(new RuntimeException(message), message))
        .isEqualTo(
            "out of memory (800 bytes at once); try a smaller --batch or a narrower network");
  }

  private static String lineOf(String... classes) {
    StackTraceElement[] stack = new StackTraceElement[classes.length];
    for (int i = 0; i < stack.length; i++) {
      stack[i] = new StackTraceElement(classes[i], "call", "File.java", 1);
    }
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    error.setStackTrace(stack);
    return OutOfMemory.line(error, "Java heap space");
  }
}
