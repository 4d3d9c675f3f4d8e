package io.inkwash.studio.work;

import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Metadata;
import io.inkwash.picture.Picture;
import java.util.Map;

/**
 * One image of a job.
 *
 * @param label such as the class, the method, input
 * @param group images that belong together; empty for none
 * @param picture its pixels
 * @param text what is written into its file
 * @param numbers what was measured of it, such as psnr
 */
public record JobImage(
    String label,
    String group,
    Picture picture,
    Map<String, String> text,
    Map<String, Double> numbers) {

  public JobImage {
    text = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(text));
    numbers = Map.copyOf(numbers);
  }

  /** An image with its text and nothing else. */
  public static JobImage of(String label, Picture picture, Map<String, String> text) {
    return new JobImage(label, "", picture, text, Map.of());
  }

  /** The bytes of its PNG file. */
  public byte[] png() {
    return ImageIo.png(picture, new Metadata(text));
  }

  /** Bytes of memory that it takes. */
  long bytes() {
    return picture.pixels().length + 512L;
  }
}
