/**
 * Solvers: rules for one step from noise towards data, and the one loop that takes them.
 *
 * <p>A sampler is four independent things: a path, a denoiser, a grid of times, a {@link
 * io.inkwash.solve.Solver}. The solver is an immutable value; {@code start} gives a {@link
 * io.inkwash.solve.Run} that remembers what that one run needs. {@link io.inkwash.solve.Sampler} walks
 * it down the grid.
 *
 * <table>
 * <caption>Solvers</caption>
 * <tr><td>{@link io.inkwash.solve.Ancestral}</td><td>DDPM: draws from the posterior</td></tr>
 * <tr><td>{@link io.inkwash.solve.Ddim}</td><td>keeps the noise's direction; eta adds fresh
 *     noise</td></tr>
 * </table>
 *
 * <p>To add one, write a record that implements {@code Solver} and one line in the catalogue. States
 * are float64, [N,C,H,W]; the result of {@code step} is a new tensor.
 */
@NullMarked
package io.inkwash.solve;

import org.jspecify.annotations.NullMarked;
