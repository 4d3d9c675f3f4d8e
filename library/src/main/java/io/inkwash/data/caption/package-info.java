/**
 * Captions: what an image shows, in words.
 *
 * <table>
 * <caption>Where captions come from</caption>
 * <tr><td>{@link io.inkwash.data.caption.CaptionFiles}</td><td>files of a folder or an archive: {@code
 *     x.txt} beside {@code x.png}, {@code captions.jsonl} or {@code captions.csv}</td></tr>
 * <tr><td>{@link io.inkwash.data.caption.ClassCaptions}</td><td>the class of an image and what is
 *     measured of it: "a thin seven leaning left"</td></tr>
 * <tr><td>{@link io.inkwash.data.caption.Pairs}</td><td>two images side by side: "a two and a
 *     five"</td></tr>
 * </table>
 *
 * <p>A generated caption is a function of the image and its index alone, so that every run reads
 * the same ones. To add a trait of images that captions mention, add a {@link
 * io.inkwash.data.caption.Trait}.
 */
@NullMarked
package io.inkwash.data.caption;

import org.jspecify.annotations.NullMarked;
