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
 * <tr><td>{@link io.inkwash.solve.ode.Euler}</td>
 *     <td>straight steps on the probability flow</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.ode.MeanVelocity}</td>
 *     <td>along the mean velocity of a step, of models that learned it</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.ode.Heun}</td>
 *     <td>EDM: the mean of two slopes; churn</td><td>2</td><td>2n - 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.ode.HeunPlusPlus}</td>
 *     <td>the mean of three slopes, of the grid's next times</td><td>1</td><td>3n - 3</td></tr>
 * <tr><td>{@link io.inkwash.solve.ode.DpmSolverSinglestep}</td>
 *     <td>DPM-Solver and ++ with inner steps</td><td>p = 1 to 3</td><td>p(n - 1) + 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.ode.DpmSolverFast}</td>
 *     <td>the same of order 3, lower at the end</td><td>2, 3</td><td>3n - 5 to 3n - 3</td></tr>
 * <tr><td>{@link io.inkwash.solve.ode.DpmSolverAdaptive}</td>
 *     <td>an embedded pair with its own steps</td><td>2 or 3</td><td>as it needs</td></tr>
 * <tr><td>{@link io.inkwash.solve.ode.ExponentialRungeKutta}</td>
 *     <td>RES: exponential Runge-Kutta</td><td>s = 2, 3</td><td>s(n - 1) + 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.ode.Rk45}</td>
 *     <td>adaptive Runge-Kutta in time</td><td>5</td><td>as it needs</td></tr>
 * <tr><td>{@link io.inkwash.solve.ode.Churned}</td>
 *     <td>noise before each step of another solver</td><td></td><td>its own</td></tr>
 * <tr><td>{@link io.inkwash.solve.ode.CfgPlusPlus}</td>
 *     <td>another solver along CFG++'s unconditional noise</td><td>its own</td><td>its own</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.Pndm}</td>
 *     <td>equal-step multistep in the noise, or in time</td><td>2</td><td>n + 9</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.Plms}</td>
 *     <td>the same after one improved Euler step</td><td>2</td><td>n + 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.Ipndm}</td>
 *     <td>the same, its order rising from 1</td><td>1, 2</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.Lms}</td>
 *     <td>multistep in the noise against sigma / alpha</td><td>1 to 4</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.Deis}</td>
 *     <td>multistep in the noise against log-SNR, rho or time</td><td>1 to 3</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.DpmSolverMultistep}</td>
 *     <td>DPM-Solver and ++ with history, RES multistep</td><td>1 to 3</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.DpmSolverOnGrid}</td>
 *     <td>single-step DPM-Solver with inner times of the grid</td><td>1 to 3</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.UniPc}</td>
 *     <td>multistep predictor and corrector</td><td>p + 1, p = 1 to 3</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.SaSolver}</td>
 *     <td>the same with fresh noise: stochastic Adams</td><td>1</td><td>n or 2n - 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.GradientEstimation}</td>
 *     <td>DDIM along an extrapolated noise</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.multistep.CfgPlusPlusMultistep}</td>
 *     <td>DPM-Solver++(2M) under CFG++</td><td>2</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.Ancestral}</td>
 *     <td>DDPM: draws from the posterior</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.LearnedAncestral}</td>
 *     <td>the same with the model's own variance</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.Ddim}</td>
 *     <td>keeps the noise's direction; eta adds fresh noise</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.EulerAncestral}</td>
 *     <td>the same in levels sigma / alpha</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.Renoised}</td>
 *     <td>ancestral sampling with another solver's step</td><td>1</td><td>its own</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.MultistepAncestral}</td>
 *     <td>the same with the multistep rule of RES</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.Seeds}</td>
 *     <td>SEEDS: single-step on the reverse SDE</td><td>1</td><td>p(n - 1) + 1, p = 1 to 3</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.DpmSolverSde}</td>
 *     <td>SDE-DPM-Solver and ++ with history</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.DpmSolverSdeSinglestep}</td>
 *     <td>DPM++ SDE; along one Brownian path</td><td>1</td><td>2n - 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.ErSde}</td>
 *     <td>multistep on an extended reverse SDE</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.EulerMaruyama}</td>
 *     <td>straight steps on the reverse SDE</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.ReverseDiffusion}</td>
 *     <td>the forward discretization turned around</td><td>1</td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.PredictorCorrector}</td>
 *     <td>a predictor with Langevin corrections</td><td>1</td><td>2n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.AnnealedLangevin}</td>
 *     <td>NCSN: Langevin dynamics level by level</td><td></td><td>100n + 1</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.Consistency}</td>
 *     <td>LCM: to the estimate and back up</td><td></td><td>n</td></tr>
 * <tr><td>{@link io.inkwash.solve.sde.Tcd}</td>
 *     <td>TCD: part of the way and back up</td><td></td><td>n</td></tr>
 * </table>
 *
 * <p>The multistep solvers share one idea: interpolate the last outputs by a polynomial and
 * integrate it over the step. They differ in what is interpolated (noise or x0), in which variable
 * (sigma / alpha or log-SNR), and in how exactly it is integrated. {@link
 * io.inkwash.solve.ode.ReverseDdim} and {@link io.inkwash.solve.multistep.DpmSolverInverse} also go
 * from data to noise, on a grid that rises.
 *
 * <p>The way from data to noise measures a model: {@link io.inkwash.solve.BoundLikelihood} takes
 * the sampler's steps backwards and gives the variational bound, {@link
 * io.inkwash.solve.ContinuousBound} that of infinitely many steps, {@link
 * io.inkwash.solve.FlowLikelihood} follows the probability flow and gives the density. All return a
 * {@link io.inkwash.solve.Likelihood}, term by term.
 *
 * <p>To add a solver, write a record that implements {@code Solver} and register it. States are
 * float64, [N,C,H,W]; the result of {@code step} is a new tensor. The parts that most solvers are
 * made of are public:
 *
 * <ul>
 *   <li>{@link io.inkwash.solve.Estimate}: the model's output as x0, eps, score or velocity
 *   <li>{@link io.inkwash.solve.OdeVariable}: the ODE in the path's time or in sigma / alpha
 *   <li>{@link io.inkwash.solve.ExponentialStep}: one step solved exactly in log-SNR, with or
 *       without fresh noise
 *   <li>{@link io.inkwash.solve.InnerStages}: single-step rules of two and three evaluations
 *   <li>{@link io.inkwash.solve.History}, {@link io.inkwash.solve.Interpolation}, {@link
 *       io.inkwash.solve.Multistep}, {@link io.inkwash.solve.AdamsBashforth}: earlier outputs and
 *       the weights of multistep rules
 *   <li>{@link io.inkwash.solve.LastSteps}: a lower order near the end, from {@link
 *       io.inkwash.solve.SolverState#begin}, which receives the whole grid
 * </ul>
 *
 * <p>What a run keeps from step to step goes into a {@link io.inkwash.torch.Recent} or a {@code
 * History}, since all other tensors are freed with the step.
 */
@NullMarked
package io.inkwash.solve;

import org.jspecify.annotations.NullMarked;
