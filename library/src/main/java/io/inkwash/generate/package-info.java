/**
 * Images from a trained model: {@link io.inkwash.generate.Drawing} draws them, {@link
 * io.inkwash.generate.Editing} changes given ones, {@link io.inkwash.generate.RoundTrip} goes from
 * images to noise and back.
 */
@NullMarked
package io.inkwash.generate;

import org.jspecify.annotations.NullMarked;
