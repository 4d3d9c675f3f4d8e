/**
 * Restoration: images from what is left of them, by any unconditional model, without training.
 *
 * <p>A {@link io.inkwash.restore.Degradation} says what happened to an image; on images of one
 * shape it is a {@link io.inkwash.restore.LinearOperator}, known by its singular value
 * decomposition. With what was measured and its noise it is a {@link
 * io.inkwash.restore.Measurement}, y = A x0 + sigma n.
 *
 * <table>
 * <caption>Degradations</caption>
 * <tr><th>value</th><th>what is lost</th><th>to restore is to</th></tr>
 * <tr><td>{@link io.inkwash.restore.Identity}</td><td>nothing but noise came</td>
 *     <td>denoise</td></tr>
 * <tr><td>{@link io.inkwash.restore.Masked}</td><td>some pixels</td><td>inpaint</td></tr>
 * <tr><td>{@link io.inkwash.restore.MissingHalf}</td><td>a half, or the middle</td>
 *     <td>complete</td></tr>
 * <tr><td>{@link io.inkwash.restore.BlockAverage}, {@link io.inkwash.restore.BicubicDown}</td>
 *     <td>resolution</td><td>super-resolve</td></tr>
 * <tr><td>{@link io.inkwash.restore.Blur}</td><td>sharpness</td><td>deblur</td></tr>
 * <tr><td>{@link io.inkwash.restore.Grayscale}</td><td>color</td><td>colorise</td></tr>
 * </table>
 *
 * <p>A method is a small value around the one sampling loop: a denoiser around a denoiser where it
 * corrects the estimate of x0, a solver where it corrects states, a list of times where it walks
 * some stretches again. No method has a loop of its own.
 *
 * <table>
 * <caption>Methods; the last column says whose draws are true ones, given an exact denoiser and
 *     enough steps</caption>
 * <tr><th>value</th><th>is a</th><th>noise in y</th><th>gradients</th><th>exact for</th></tr>
 * <tr><td>{@link io.inkwash.restore.Ddnm}</td><td>denoiser</td><td>no</td><td>no</td><td></td></tr>
 * <tr><td>{@link io.inkwash.restore.DdnmPlus}</td><td>solver</td><td>yes</td><td>no</td>
 *     <td></td></tr>
 * <tr><td>{@link io.inkwash.restore.Ddrm}</td><td>solver</td><td>yes</td><td>no</td><td></td></tr>
 * <tr><td>{@link io.inkwash.restore.PiGdm}</td><td>denoiser</td><td>yes</td><td>yes</td>
 *     <td>normal data of independent pixels</td></tr>
 * <tr><td>{@link io.inkwash.restore.Dps}</td><td>solver around a solver</td><td>yes</td><td>yes</td>
 *     <td></td></tr>
 * <tr><td>{@link io.inkwash.restore.Replacement}</td><td>solver around a solver</td><td>no</td>
 *     <td>no</td><td></td></tr>
 * <tr><td>{@link io.inkwash.restore.RePaint} on {@link io.inkwash.restore.Jumps}</td>
 *     <td>solver around a solver, grid</td><td>no</td><td>no</td><td></td></tr>
 * <tr><td>{@link io.inkwash.restore.SplitGibbs} on {@link io.inkwash.restore.Sweeps}</td>
 *     <td>solver around a solver, grid</td><td>yes</td><td>no</td>
 *     <td>all data, with noise in y</td></tr>
 * <tr><td>{@link io.inkwash.restore.StartTime}</td><td>place to start</td><td>yes</td><td>no</td>
 *     <td>all data, with A = I</td></tr>
 * </table>
 *
 * <p>{@link io.inkwash.restore.Tiled} puts a model of small images to work on large ones. {@link
 * io.inkwash.restore.Inversion} finds the noise behind an image, {@link io.inkwash.restore.Blend}
 * goes from one noise to another, {@link io.inkwash.restore.NoiseEstimate} judges an unknown sigma.
 * {@link io.inkwash.restore.Quality} compares with the truth ({@link io.inkwash.restore.Psnr},
 * {@link io.inkwash.restore.Ssim}), and {@link io.inkwash.restore.Baseline} is what a restoration
 * should beat.
 *
 * <p>To add a degradation, write a record: for one that treats rows and columns apart, the matrix
 * of a line is all. To add a method, write a record that is a {@code Denoiser} or a {@code Solver};
 * a rule for each singular value is a {@code SpectralRule}.
 */
@NullMarked
package io.inkwash.restore;

import org.jspecify.annotations.NullMarked;
