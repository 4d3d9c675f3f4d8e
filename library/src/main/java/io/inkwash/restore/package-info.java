/**
 * Restoration: images from what is left of them, by any unconditional model, without training.
 *
 * <p>A {@link io.inkwash.restore.Degradation} says what happened to an image; on images of one
 * shape it is a {@link io.inkwash.restore.LinearOperator}, known by what it and its adjoint do. One
 * whose singular value decomposition is known is a {@link io.inkwash.restore.SpectralOperator}.
 * With what was measured and its noise it is a {@link io.inkwash.restore.Measurement}, y = A x0 +
 * sigma n.
 *
 * <table>
 * <caption>Degradations</caption>
 * <tr><th>value</th><th>what is lost</th><th>to restore is to</th><th>singular values</th></tr>
 * <tr><td>{@link io.inkwash.restore.Identity}</td><td>nothing: only noise was added</td>
 *     <td>denoise</td><td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.Masked}, {@link io.inkwash.restore.MaskFile}</td>
 *     <td>some pixels</td><td>inpaint</td><td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.MissingHalf}</td><td>a half, or the middle</td>
 *     <td>complete</td><td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.BlockAverage}, {@link io.inkwash.restore.BicubicDown}</td>
 *     <td>resolution</td><td>super-resolve</td><td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.Blur}</td><td>sharpness, rows and columns apart</td>
 *     <td>deblur</td><td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.KernelBlur}</td><td>sharpness, by any kernel</td>
 *     <td>deblur</td><td>no</td></tr>
 * <tr><td>{@link io.inkwash.restore.Grayscale}</td><td>color</td><td>colorize</td>
 *     <td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.Radon}</td><td>all but projections</td><td>reconstruct</td>
 *     <td>no</td></tr>
 * </table>
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
 * <p>Where an operator has no singular values, {@link io.inkwash.restore.ConjugateGradients} finds
 * the pseudo-inverse, as exactly as its iterations allow.
 *
 * <p>{@link io.inkwash.restore.Tiled} applies a model of small images to large ones. {@link
 * io.inkwash.restore.Inversion} finds the noise behind an image, {@link io.inkwash.restore.Blend}
 * goes from one noise to another, {@link io.inkwash.restore.NoiseEstimate} estimates an unknown
 * sigma. {@link io.inkwash.restore.Quality} compares with the truth ({@link
 * io.inkwash.restore.Psnr}, {@link io.inkwash.restore.Ssim}), and {@link
 * io.inkwash.restore.Baseline} is what a restoration should beat.
 *
 * <p>To add a degradation, write a record that implements {@code Degradation}: its operator, and
 * where they differ from the defaults the word for undoing it, the factor by which it shrinks
 * images and whether anything is lost. A line on {@link
 * io.inkwash.restore.Degradations#DEGRADATIONS}, which may stand in an {@link
 * io.inkwash.catalog.Extension}, makes it known by name. For one that treats rows and columns apart
 * the matrix of a line is all: see {@link io.inkwash.restore.Separable}. To add a method, write a
 * record that is a {@code Denoiser} or a {@code Solver}, and a line on {@link
 * io.inkwash.restore.Restorers#RESTORERS}; a rule for each singular value is a {@code
 * SpectralRule}.
 */
@NullMarked
package io.inkwash.restore;

import org.jspecify.annotations.NullMarked;
