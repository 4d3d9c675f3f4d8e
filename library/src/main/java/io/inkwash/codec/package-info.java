/**
 * Between pictures and the space that diffusion works in (Rombach et al. 2022, arXiv 2112.10752).
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><td>{@link io.inkwash.codec.Codec}</td><td>encodes and decodes; {@link
 *     io.inkwash.codec.Codec#PIXELS} leaves pictures as they are</td></tr>
 * <tr><td>{@link io.inkwash.codec.AutoencoderCodec}</td><td>scaled latents of an autoencoder</td></tr>
 * <tr><td>{@link io.inkwash.codec.TiledDecoder}</td><td>large pictures of latents, piece by
 *     piece</td></tr>
 * <tr><td>{@link io.inkwash.codec.LatentSet}</td><td>the latents of a set of pictures, encoded once
 *     and kept in a file</td></tr>
 * </table>
 */
@NullMarked
package io.inkwash.codec;

import org.jspecify.annotations.NullMarked;
