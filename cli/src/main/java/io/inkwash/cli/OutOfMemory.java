package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import java.util.Arrays;
import java.util.regex.Pattern;

/** What does not fit, and what can be done: images live in Java's heap, tensors outside of it. */
final class OutOfMemory {
  private static final Pattern TENSORS =
      Pattern.compile("(can't allocate|not enough) memory|[Pp]hysical memory usage is too high");

  private OutOfMemory() {}

  /** Whether the message is that of an allocation of libtorch's which failed. */
  static boolean ofTensors(String message) {
    return TENSORS.matcher(message).find();
  }

  /** The line for a person. */
  static String line(Throwable error, String message) {
    if (ofTensors(message)) {
      String wanted = message.replaceFirst(".*you tried to allocate (\\d+ bytes).*", "$1 at once");
      return "out of memory (" + wanted + "); try a smaller --batch or a narrower network";
    }
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    String larger = format("set INKWASH_HEAP=%dm or more", 2 * heap);
    return isOfData(error)
        ? format("the images do not fit into Java's heap of %d MB; %s, or take fewer", heap, larger)
        : format("Java's heap of %d MB is full; %s, or a smaller --batch", heap, larger);
  }

  /** Whether it happened while images were read. */
  private static boolean isOfData(Throwable error) {
    return Arrays.stream(error.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("io.inkwash.data."));
  }
}
