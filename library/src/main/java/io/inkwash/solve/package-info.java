/**
 * Solvers: rules for one step from noise towards data, and the one loop that takes them.
 *
 * <p>A sampler is four independent things: a path, a denoiser, a grid of times, a {@link
 * io.inkwash.solve.Solver}. The solver is an immutable value; {@code start} gives a {@link
 * io.inkwash.solve.SolverState} that remembers what that one run needs. {@link
 * io.inkwash.solve.SamplingLoop} walks it down the grid.
 *
 * <p>Every solver is written in the path's alpha, sigma and log-SNR and in the denoiser's estimate
 * x0, so it runs on every path on which it makes sense and refuses the others. A last step to time
 * 0 ends on the estimate itself. Steps and corrections are sized for each image alone.
 *
 * <table>
 * <caption>Solvers; the order is that of convergence, evaluations are for n steps</caption>
 * <tr><th>solver</th><th>what it does</th><th>order</th><th>evaluations</th></tr>
 * <tr><td>{@link io.inkwash.solve.Ancestral}, {@link io.inkwash.solve.LearnedAncestral}</td>
 *     <td>DDPM: draws from the posterior</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.Ddim}, {@link io.inkwash.solve.EulerAncestral}</td>
 *     <td>keeps the noise's direction; eta adds fresh noise</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.Euler}</td>
 *     <td>straight steps on the probability flow</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.Heun}</td>
 *     <td>EDM: the mean of two slopes; churn</td><td>2</td><td>2n - 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.EulerMaruyama}</td>
 *     <td>straight steps on the reverse SDE</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.PredictorCorrector}</td>
 *     <td>score SDEs: reverse diffusion and Langevin corrections</td><td>1</td><td>2n</td></tr>
 * <tr><td>{@link io.inkwash.solve.AnnealedLangevin}</td>
 *     <td>NCSN: Langevin dynamics level by level</td><td></td><td>100n + 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.Pndm}, {@link io.inkwash.solve.Plms}</td>
 *     <td>equal-step multistep in the noise</td><td>2</td><td>n + 9, n + 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.Lms}</td>
 *     <td>multistep in the noise against sigma / alpha</td><td>1 to 4</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.Deis}</td>
 *     <td>multistep in the noise against log-SNR</td><td>1 to 3</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.DpmSolverMultistep}</td>
 *     <td>DPM-Solver and ++ with history</td><td>1 to 3</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.DpmSolverSinglestep}</td>
 *     <td>DPM-Solver and ++ with inner steps</td><td>p = 1 to 3</td><td>p(n - 1) + 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.DpmSolverSde}</td>
 *     <td>DPM-Solver++ with fresh noise</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.UniPc}</td>
 *     <td>multistep predictor and corrector</td><td>p + 1, p = 1 to 3</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.Rk45}</td>
 *     <td>adaptive Runge-Kutta</td><td>5</td><td>as it needs</td></tr>
 * </table>
 *
 * <p>The multistep solvers are one idea: put a polynomial through the last answers and integrate it
 * over the step. They differ in what the polynomial is of (noise or x0), in which variable (sigma /
 * alpha or log-SNR), and in how exactly it is integrated. {@link io.inkwash.solve.DdimInversion} is
 * DDIM from data to noise.
 *
 * <p>The way from data to noise measures a model: {@link io.inkwash.solve.BoundLikelihood} takes
 * the sampler's steps backwards and gives the variational bound, {@link
 * io.inkwash.solve.FlowLikelihood} follows the probability flow and gives the density. Both answer
 * with a {@link io.inkwash.solve.Likelihood}, term by term.
 *
 * <p>To add one, write a record that implements {@code Solver} and one line in the catalog. States
 * are float64, [N,C,H,W]; the result of {@code step} is a new tensor. What a run keeps from step to
 * step goes into a {@link io.inkwash.torch.Recent}, since all else dies with the step.
 */
@NullMarked
package io.inkwash.solve;

import org.jspecify.annotations.NullMarked;
