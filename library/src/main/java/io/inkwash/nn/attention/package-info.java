/**
 * Transformers' parts: attention among positions and to a text, and what networks repeat of them.
 *
 * <table>
 * <caption>Layers</caption>
 * <tr><td>{@link io.inkwash.nn.attention.CrossAttention}</td><td>queries of the image, keys and
 *     values of the image or of a text</td></tr>
 * <tr><td>{@link io.inkwash.nn.attention.TransformerBlock}</td><td>self-attention, cross-attention
 *     and a gated linear layer, each a residual</td></tr>
 * <tr><td>{@link io.inkwash.nn.attention.SpatialTransformer}</td><td>such blocks over the positions
 *     of a picture's features</td></tr>
 * </table>
 *
 * <p>Names and shapes are those of latent-diffusion's {@code ldm.modules.attention}. The scores are
 * never kept whole: see {@link io.inkwash.torch.Attention}.
 */
@NullMarked
package io.inkwash.nn.attention;

import org.jspecify.annotations.NullMarked;
