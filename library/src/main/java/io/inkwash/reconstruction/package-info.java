/**
 * How an autoencoder of latent diffusion is trained (Rombach et al. 2022, arXiv 2112.10752, section
 * 3.1 and appendix G): pixels, features, a small divergence, and a discriminator of patches.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><td>{@link io.inkwash.reconstruction.ReconstructionObjective}</td><td>the autoencoder's part in
 *     the game, and the scale of its latents</td></tr>
 * <tr><td>{@link io.inkwash.reconstruction.FeatureDistance}</td><td>how far images are apart to a
 *     network</td></tr>
 * </table>
 *
 * <p>To add a distance, implement {@link io.inkwash.reconstruction.FeatureDistance} and register it
 * among the values of {@code perceptual}.
 */
@NullMarked
package io.inkwash.reconstruction;

import org.jspecify.annotations.NullMarked;
