/**
 * Encoders of text: tokens to vectors that networks read as {@link
 * io.inkwash.nn.Conditioning#TEXT}.
 *
 * <table>
 * <caption>Networks</caption>
 * <tr><td>{@link io.inkwash.nn.text.ClipTextEncoder}</td><td>CLIP's, frozen, as Stable Diffusion
 *     reads it</td></tr>
 * <tr><td>{@link io.inkwash.nn.text.TextTransformer}</td><td>a small encoder of numbered words, trained
 *     along with a denoiser</td></tr>
 * <tr><td>{@link io.inkwash.nn.text.TextConditionedNet}</td><td>a denoiser with its text encoder,
 *     which is trained along or is a {@link io.inkwash.nn.text.FrozenText}</td></tr>
 * </table>
 */
@NullMarked
package io.inkwash.nn.text;

import org.jspecify.annotations.NullMarked;
