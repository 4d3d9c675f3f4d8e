/**
 * Restoration: images from what is left of them, by any unconditional model, without training.
 *
 * <p>A {@link io.inkwash.restore.degradation.Degradation} says what happened to an image; on images
 * of one shape it is a {@link io.inkwash.restore.degradation.LinearOperator}, known by what it and
 * its adjoint do. One whose singular value decomposition is known is a {@link
 * io.inkwash.restore.degradation.SpectralOperator}. With what was measured and its noise it is a
 * {@link io.inkwash.restore.Measurement}, y = A x0 + sigma n.
 *
 * <p>A method is a small value around the one sampling loop: a denoiser around a denoiser where it
 * corrects the estimate of x0, a solver where it corrects states, a list of times where it takes
 * some stretches again. No method has a loop of its own. What it needs is its {@link
 * io.inkwash.restore.Restorer.Need}; a problem that lacks it is refused with the methods that would
 * do.
 *
 * <table>
 * <caption>Methods; the last column says whose draws are true ones, given an exact denoiser and
 *     enough steps</caption>
 * <tr><th>value</th><th>is a</th><th>uses of A</th><th>noise in y</th><th>gradients</th>
 *     <th>exact for</th></tr>
 * <tr><td>{@link io.inkwash.restore.Ddnm}</td><td>denoiser</td><td>pseudo-inverse</td><td>no</td>
 *     <td>no</td><td></td></tr>
 * <tr><td>{@link io.inkwash.restore.DdnmPlus}</td><td>solver</td><td>singular values</td>
 *     <td>yes</td><td>no</td><td></td></tr>
 * <tr><td>{@link io.inkwash.restore.Ddrm}</td><td>solver</td><td>singular values</td><td>yes</td>
 *     <td>no</td><td></td></tr>
 * <tr><td>{@link io.inkwash.restore.PiGdm}</td><td>denoiser</td><td>A and its adjoint</td>
 *     <td>yes</td><td>yes</td><td>normal data of independent pixels</td></tr>
 * <tr><td>{@link io.inkwash.restore.Dps}</td><td>solver around a solver</td>
 *     <td>A and its adjoint</td><td>yes</td><td>yes</td><td></td></tr>
 * <tr><td>{@link io.inkwash.restore.Replacement}</td><td>solver around a solver</td>
 *     <td>pseudo-inverse</td><td>no</td><td>no</td><td></td></tr>
 * <tr><td>{@link io.inkwash.restore.CorrectedReplacement}</td><td>solver around a solver</td>
 *     <td>pseudo-inverse</td><td>no</td><td>no</td><td></td></tr>
 * <tr><td>{@link io.inkwash.restore.RePaint} on {@link io.inkwash.restore.Jumps}</td>
 *     <td>solver around a solver, grid</td><td>pseudo-inverse</td><td>no</td><td>no</td>
 *     <td></td></tr>
 * <tr><td>{@link io.inkwash.restore.SplitGibbs} on {@link io.inkwash.restore.Sweeps}</td>
 *     <td>solver around a solver, grid</td><td>singular values</td><td>yes</td><td>no</td>
 *     <td>all data, with noise in y</td></tr>
 * <tr><td>{@link io.inkwash.restore.StartTime}</td><td>time to start from</td><td>A = I</td>
 *     <td>yes</td><td>no</td><td>all data</td></tr>
 * </table>
 *
 * <p>{@link io.inkwash.restore.Tiled} applies a model of small images to large ones. {@link
 * io.inkwash.restore.Inversion} finds the noise behind an image, {@link io.inkwash.restore.Blend}
 * goes from one noise to another, {@link io.inkwash.restore.NoiseEstimate} estimates an unknown
 * sigma. {@link io.inkwash.restore.Quality} compares with the truth ({@link
 * io.inkwash.restore.Psnr}, {@link io.inkwash.restore.Ssim}), and {@link
 * io.inkwash.restore.Baseline} is what a restoration should beat.
 *
 * <p>To add a method, write a record that is a {@code Denoiser} or a {@code Solver}, and a line on
 * {@link io.inkwash.restore.Restorers#RESTORERS}; a rule for each singular value is a {@code
 * SpectralRule}.
 */
@NullMarked
package io.inkwash.restore;

import org.jspecify.annotations.NullMarked;
