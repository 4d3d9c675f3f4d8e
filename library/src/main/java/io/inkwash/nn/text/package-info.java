/**
 * Encoders of text: tokens to vectors that networks read as {@link
 * io.inkwash.nn.Conditioning#TEXT}.
 *
 * <table>
 * <caption>Networks</caption>
 * <tr><td>{@link io.inkwash.nn.text.ClipTextEncoder}</td><td>CLIP's, frozen, as Stable Diffusion
 *     reads it</td></tr>
 * </table>
 */
@NullMarked
package io.inkwash.nn.text;

import org.jspecify.annotations.NullMarked;
