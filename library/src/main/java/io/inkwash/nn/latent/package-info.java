/**
 * Networks of latent diffusion (Rombach et al. 2022, arXiv 2112.10752), in the layout of
 * CompVis/latent-diffusion, which Stable Diffusion 1 and 2 share.
 *
 * <table>
 * <caption>Networks</caption>
 * <tr><td>{@link io.inkwash.nn.latent.AutoencoderKl}</td><td>pixels to latents and back</td></tr>
 * <tr><td>{@link io.inkwash.nn.latent.ConditionalUNet}</td><td>the denoiser of latents, which reads a
 *     text; with further channels for inpainting</td></tr>
 * <tr><td>{@link io.inkwash.nn.latent.PatchDiscriminator}</td><td>judges patches, for the training
 *     of an autoencoder</td></tr>
 * </table>
 *
 * <p>Keys and shapes are the reference's; {@code io.inkwash.exchange} maps the names of diffusers.
 */
@NullMarked
package io.inkwash.nn.latent;

import org.jspecify.annotations.NullMarked;
