/**
 * Degradations: what can happen to an image, as linear operators.
 *
 * <p>A {@link io.inkwash.restore.degradation.Degradation} fits images of any shape; on images of
 * one shape it is a {@link io.inkwash.restore.degradation.LinearOperator}, known by what it and its
 * adjoint do. One whose singular value decomposition is known is a {@link
 * io.inkwash.restore.degradation.SpectralOperator}.
 *
 * <table>
 * <caption>Degradations</caption>
 * <tr><th>value</th><th>what is lost</th><th>to restore is to</th><th>singular values</th></tr>
 * <tr><td>{@link io.inkwash.restore.degradation.Identity}</td><td>nothing: only noise was added</td>
 *     <td>denoise</td><td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.degradation.Masked}, {@link io.inkwash.restore.degradation.MaskFile}</td>
 *     <td>some pixels</td><td>inpaint</td><td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.degradation.MissingHalf}</td><td>a half, or the middle</td>
 *     <td>complete</td><td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.degradation.BlockAverage}, {@link io.inkwash.restore.degradation.BicubicDown}</td>
 *     <td>resolution</td><td>super-resolve</td><td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.degradation.Blur}</td><td>sharpness, rows and columns apart</td>
 *     <td>deblur</td><td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.degradation.KernelBlur}</td><td>sharpness, by any kernel</td>
 *     <td>deblur</td><td>no</td></tr>
 * <tr><td>{@link io.inkwash.restore.degradation.Grayscale}</td><td>color</td><td>colorize</td>
 *     <td>yes</td></tr>
 * <tr><td>{@link io.inkwash.restore.degradation.Radon}</td><td>all but projections</td><td>reconstruct</td>
 *     <td>no</td></tr>
 * </table>
 *
 * <p>Where an operator has no singular values, {@link
 * io.inkwash.restore.degradation.ConjugateGradients} finds the pseudo-inverse, as exactly as its
 * iterations allow.
 *
 * <p>To add a degradation, write a record that implements {@code Degradation}: its operator, and
 * where they differ from the defaults the word for undoing it, the factor by which it shrinks
 * images and whether anything is lost. A line on {@link
 * io.inkwash.restore.degradation.Degradations#DEGRADATIONS}, which may stand in an {@link
 * io.inkwash.catalog.Extension}, makes it known by name. For one that treats rows and columns apart
 * the matrix of a line is all: see {@link io.inkwash.restore.degradation.Separable}.
 */
@NullMarked
package io.inkwash.restore.degradation;

import org.jspecify.annotations.NullMarked;
