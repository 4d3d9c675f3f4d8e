/**
 * The times of sampling; those of training are in {@link io.inkwash.time.training}.
 *
 * <p>A {@link io.inkwash.time.TimeGrid} says which times sampling visits: strictly falling, 0 last.
 * On a table a time is 1 more than the 0-based timestep of most code, and whole unless {@link
 * io.inkwash.time.Rounding#NONE} keeps what lies between. {@link io.inkwash.time.LastTime} leaves
 * out the smallest time of any grid.
 *
 * <table>
 * <caption>Sampling times; the last column is the same list in other code, plus 1</caption>
 * <tr><th>value</th><th>times</th><th>10 of 1000</th><th>known as</th></tr>
 * <tr><td>{@link io.inkwash.time.AllSteps}</td><td>all</td><td></td><td>DDPM</td></tr>
 * <tr><td>{@link io.inkwash.time.Leading}</td><td>even, T left out</td>
 *     <td>901, 801, ..., 1</td><td>diffusers leading</td></tr>
 * <tr><td>{@link io.inkwash.time.Trailing}</td><td>even, T included</td>
 *     <td>1000, 900, ..., 100</td><td>diffusers trailing</td></tr>
 * <tr><td>{@link io.inkwash.time.Linspace}</td><td>even, both ends</td>
 *     <td>1000, 889, ..., 1</td><td>diffusers linspace</td></tr>
 * <tr><td>{@link io.inkwash.time.Quadratic}</td><td>squares</td>
 *     <td>1000, 791, ..., 1</td><td>DDIM's quad</td></tr>
 * <tr><td>{@link io.inkwash.time.Karras}</td><td>even in a root of the noise level</td>
 *     <td></td><td>EDM, k-diffusion</td></tr>
 * <tr><td>{@link io.inkwash.time.Exponential}</td><td>even in log-SNR</td>
 *     <td></td><td>DPM-Solver, k-diffusion exponential</td></tr>
 * <tr><td>{@link io.inkwash.time.Simple}</td>
 *     <td>even, rounded to the noisier</td><td>1000, 900, ..., 100</td><td>ComfyUI simple</td></tr>
 * <tr><td>{@link io.inkwash.time.PowerTimes}</td>
 *     <td>even in a root of time</td><td></td><td>DPM-Solver time_quadratic</td></tr>
 * <tr><td>{@link io.inkwash.time.BetaTimes}</td>
 *     <td>quantiles of a beta distribution</td><td>1000, 960, ..., 41</td><td>ComfyUI beta</td></tr>
 * <tr><td>{@link io.inkwash.time.BetaLevels}</td>
 *     <td>the same quantiles as levels</td><td></td><td>diffusers use_beta_sigmas</td></tr>
 * <tr><td>{@link io.inkwash.time.KlOptimal}</td>
 *     <td>even in the arc tangent of the level</td><td></td><td>ComfyUI kl_optimal</td></tr>
 * <tr><td>{@link io.inkwash.time.CosineLevels}</td>
 *     <td>levels on half a cosine</td><td></td><td>web UIs' cosine</td></tr>
 * <tr><td>{@link io.inkwash.time.LaplaceLevels}</td>
 *     <td>levels by a Laplace distribution</td><td></td><td>ComfyUI LaplaceScheduler</td></tr>
 * <tr><td>{@link io.inkwash.time.LevelsOf}</td>
 *     <td>the levels of another path</td><td></td><td>EDM iddpm, get_sigmas_vp</td></tr>
 * <tr><td>{@link io.inkwash.time.AlignYourSteps}</td>
 *     <td>optimized levels of three models</td><td></td><td>AlignYourSteps</td></tr>
 * <tr><td>{@link io.inkwash.time.FlowShift}</td>
 *     <td>trailing, moved towards the noise</td><td></td><td>Stable Diffusion 3, Flux</td></tr>
 * <tr><td>{@link io.inkwash.time.LinearQuadratic}</td>
 *     <td>even, then quadratic</td><td></td><td>Mochi, LTX-Video</td></tr>
 * <tr><td>{@link io.inkwash.time.LcmTimes}</td>
 *     <td>even picks of distilled timesteps</td><td>1000, 900, ..., 100</td><td>LCM, TCD</td></tr>
 * <tr><td>{@link io.inkwash.time.Sections}</td><td>even in sections</td>
 *     <td>1000, 889, ..., 1</td><td>Improved DDPM "10"</td></tr>
 * <tr><td>{@link io.inkwash.time.Strided}</td><td>one whole stride</td>
 *     <td>901, 801, ..., 1</td><td>Improved DDPM "ddim10"</td></tr>
 * <tr><td>{@link io.inkwash.time.CustomTimes}</td><td>a given list</td><td></td><td></td></tr>
 * </table>
 *
 * <p>To add one, write a record. A grid hands its times to the rules that all grids share, which
 * refuse a repeated time, a rising list and more steps than the table has.
 */
@NullMarked
package io.inkwash.time;

import org.jspecify.annotations.NullMarked;
