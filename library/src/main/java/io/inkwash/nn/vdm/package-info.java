/**
 * What variational diffusion models have around a denoiser (Kingma et al. 2021, arXiv 2107.00630).
 *
 * <table>
 * <caption>Around a denoiser</caption>
 * <tr><td>{@link io.inkwash.nn.vdm.FourierFeatures}</td><td>more input channels, in which
 *     neighboring bytes are far apart</td></tr>
 * <tr><td>{@link io.inkwash.nn.vdm.PixelPosterior}</td><td>an output of weights of pixel values, of
 *     which it makes the posterior mean</td></tr>
 * <tr><td>{@link io.inkwash.nn.vdm.LearnedPathNet}</td><td>the forward process as a part of the
 *     network: {@link io.inkwash.nn.LearnedPath}</td></tr>
 * </table>
 *
 * <p>Each is a {@link io.inkwash.nn.Backbone} around another, so that any network takes all. Which
 * ones a recipe has, values of the registries {@code inputFeatures}, {@code output} and {@code
 * learnedPath} say.
 */
@NullMarked
package io.inkwash.nn.vdm;

import org.jspecify.annotations.NullMarked;
