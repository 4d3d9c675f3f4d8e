package io.inkwash.data.decode;

import io.inkwash.data.DataException;
import io.inkwash.data.Picture;
import java.util.function.Function;

/**
 * Picture files to bytes: PNG, JPEG, WebP and TIFF. Everything that reads pictures reads them here,
 * by one set of rules:
 *
 * <ul>
 *   <li>Samples are taken as they stand; color profiles and gamma are not applied, as Pillow and
 *       torchvision do not. Palettes are looked up. CMYK becomes RGB by {@code (255 - C) (255 - K)
 *       / 255}, as in Pillow.
 *   <li>Sixteen bits are rounded to eight. Transparent parts show white, as on paper.
 *   <li>A picture is turned as its EXIF orientation says.
 *   <li>Of a file of several pages the first is read.
 * </ul>
 *
 * <p>Limits hold before memory is taken: {@value #MOST_PIXELS} pixels, {@value #MOST_SCANS} scans
 * of a JPEG file, and a {@link DecodingBudget} for all pictures that are decoded at the same time.
 */
public final class ImageDecoder {

  /** The most pixels that a picture may have. */
  static final long MOST_PIXELS = 100_000_000;

  /**
   * The most scans of a JPEG file. Encoders write up to about 15; each costs a pass over all
   * pixels, however few bytes it has.
   */
  static final int MOST_SCANS = 50;

  private ImageDecoder() {}

  /**
   * One decoded picture.
   *
   * @param picture the picture, upright, in one channel if it has no color
   * @param turned whether its EXIF orientation turned or mirrored it
   */
  public record Decoded(Picture picture, boolean turned) {}

  /**
   * Decodes one picture.
   *
   * @param where what to call the picture in errors
   * @param file the bytes of the file
   * @return the picture, in one channel if it has no color
   * @throws DataException if the bytes are not a whole picture of a known format, or it is too
   *     large
   */
  public static Picture decode(String where, byte[] file) {
    return decode(where, file, Decoded::picture);
  }

  /**
   * Decodes one picture of at most so many pixels, as from an upload.
   *
   * @throws DataException as {@link #decode(String, byte[])}, or if it has more pixels
   */
  public static Picture decode(String where, byte[] file, long mostPixels) {
    try (OpenImage open = OpenImage.of(where, file)) {
      open.requirePixels(mostPixels);
      try (DecodingBudget.Share share = DecodingBudget.SHARED.take(where, open.memory())) {
        return open.decoded().picture();
      }
    }
  }

  /**
   * Decodes one picture and uses it at once. Its memory counts in the budget until {@code use}
   * returns, so many threads that scale large pictures down do not fill the memory.
   *
   * @param where what to call the picture in errors
   * @param file the bytes of the file
   * @param use what to make of the picture; keeps nothing as large as the picture itself
   * @throws DataException if the bytes are not a whole picture of a known format, or it is too
   *     large
   */
  public static <T> T decode(String where, byte[] file, Function<Decoded, T> use) {
    try (OpenImage open = OpenImage.of(where, file);
        DecodingBudget.Share share = DecodingBudget.SHARED.take(where, open.memory())) {
      return use.apply(open.decoded());
    }
  }
}
