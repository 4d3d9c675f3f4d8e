package io.inkwash.spark;

import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Metadata;
import io.inkwash.picture.Picture;
import java.util.Map;

/**
 * An image that was drawn.
 *
 * @param number of the image among those of its seed
 * @param text how it was drawn
 */
record DrawnImage(long number, Picture picture, Map<String, String> text) {

  /** The bytes of its PNG file, with the text in it: those that one machine writes. */
  byte[] png() {
    return ImageIo.png(picture, new Metadata(text));
  }
}
