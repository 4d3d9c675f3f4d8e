/**
 * The bytes of a picture become pixels.
 *
 * <p>{@link io.inkwash.data.decode.ImageDecoder} reads every {@link
 * io.inkwash.data.decode.ImageFormat}, in every color space and bit depth that PNG and JPEG have,
 * turned upright as its EXIF orientation says. A picture's memory is taken from one {@link
 * io.inkwash.data.decode.DecodingBudget}, so that many decoded at once do not fill the memory.
 */
@NullMarked
package io.inkwash.data.decode;

import org.jspecify.annotations.NullMarked;
