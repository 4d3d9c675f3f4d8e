/**
 * Models as solvers see them: a noisy image in, the expected clean image out.
 *
 * <p>After this point nothing depends on what the network was trained to predict. Guidance and
 * thresholding are denoisers around denoisers.
 *
 * <table>
 * <caption>Denoisers</caption>
 * <tr><td>{@link io.inkwash.denoise.NetworkDenoiser}</td><td>a trained network on any target</td></tr>
 * <tr><td>{@link io.inkwash.denoise.Clamped}</td><td>holds the estimate to the pixel range</td></tr>
 * <tr><td>{@link io.inkwash.denoise.DynamicThreshold}</td><td>shrinks the estimate into the pixel range,
 *     image by image</td></tr>
 * <tr><td>{@link io.inkwash.denoise.ClassifierFree}</td><td>away from the unconditional estimate</td></tr>
 * <tr><td>{@link io.inkwash.denoise.Autoguidance}</td><td>away from a worse model's estimate</td></tr>
 * <tr><td>{@link io.inkwash.denoise.AdaptiveProjected}</td><td>the same without the part that
 *     saturates</td></tr>
 * <tr><td>{@link io.inkwash.denoise.ClassifierFreeZeroStar}</td><td>the same for velocities, the
 *     unconditional one scaled to fit</td></tr>
 * <tr><td>{@link io.inkwash.denoise.NoiseInterval}</td><td>one denoiser in an interval of noise
 *     levels, another outside</td></tr>
 * <tr><td>{@link io.inkwash.denoise.ClassifierGradient}</td><td>towards what a classifier finds
 *     likely, by the score</td></tr>
 * <tr><td>{@link io.inkwash.denoise.ClassifierMeanShift}</td><td>the same by the mean of each
 *     step</td></tr>
 * </table>
 *
 * <p>To add one, write a record that implements {@link io.inkwash.denoise.Denoiser}, or {@link
 * io.inkwash.denoise.WrappedDenoiser} where it changes another's estimate; such a one passes on
 * {@code only}.
 */
@NullMarked
package io.inkwash.denoise;

import org.jspecify.annotations.NullMarked;
