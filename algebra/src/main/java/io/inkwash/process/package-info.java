/**
 * The forward process: how an image becomes noise.
 *
 * <p>Every diffusion model here rests on one line, {@code x_t = alpha(t) x0 + sigma(t) eps}. A
 * {@link io.inkwash.process.GaussianPath} is the two functions alpha and sigma. From them follow
 * the signal-to-noise ratio, the stochastic differential equation, the forward step ({@link
 * io.inkwash.process.Transition}) and the backward step with known data ({@link
 * io.inkwash.process.Posterior}). Time 0 is data; alpha is the signal scale, never its square.
 *
 * <table>
 * <caption>Paths</caption>
 * <tr><th>value</th><th>alpha(t)</th><th>sigma(t)</th><th>times</th></tr>
 * <tr><td>{@link io.inkwash.process.DiscretePath}</td><td>sqrt(alphaBar_t)</td>
 *     <td>sqrt(1 - alphaBar_t)</td><td>1, 2, ..., T</td></tr>
 * <tr><td>{@link io.inkwash.process.VpLinear}</td><td>exp(-integral of beta / 2)</td>
 *     <td>sqrt(1 - alpha^2)</td><td>0.001 .. 1</td></tr>
 * <tr><td>{@link io.inkwash.process.VpCosine}</td><td>a quarter of a cosine</td>
 *     <td>sqrt(1 - alpha^2)</td><td>0.001 .. 0.9946</td></tr>
 * <tr><td>{@link io.inkwash.process.SimpleDiffusion}</td><td>a cosine shifted by image size</td>
 *     <td>sqrt(1 - alpha^2)</td><td>log-SNR 15 .. -15</td></tr>
 * <tr><td>{@link io.inkwash.process.VpLogSnr}</td><td>by its log-SNR, which may be learned</td>
 *     <td>sqrt(1 - alpha^2)</td><td>0.0001 .. 1</td></tr>
 * <tr><td>{@link io.inkwash.process.SubVp}</td><td>as VpLinear</td>
 *     <td>1 - alpha^2</td><td>0.001 .. 1</td></tr>
 * <tr><td>{@link io.inkwash.process.Ve}</td><td>1</td>
 *     <td>geometric, 0.01 .. 50</td><td>0.00001 .. 1</td></tr>
 * <tr><td>{@link io.inkwash.process.VeLevels}</td><td>1</td>
 *     <td>geometric, T levels</td><td>1, 2, ..., T</td></tr>
 * <tr><td>{@link io.inkwash.process.Edm}</td><td>1</td>
 *     <td>t</td><td>0.002 .. 80</td></tr>
 * <tr><td>{@link io.inkwash.process.RectifiedFlow}</td><td>1 - t</td>
 *     <td>t</td><td>0.001 .. 1</td></tr>
 * </table>
 *
 * <p>{@link io.inkwash.process.Betas} holds the tables of discrete diffusions: linear,
 * scaled-linear, cosine, two sigmoids, exponential, Laplace, and any of them bent to zero terminal
 * SNR.
 *
 * <p>To add a path, write a record that implements {@code GaussianPath}: alpha, sigma, their
 * derivatives and the two ends (or {@code Vp} for one function, {@code DiscreteTimes} for a table).
 * Nothing else has to change, since no code depends on which path it holds.
 */
@NullMarked
package io.inkwash.process;

import org.jspecify.annotations.NullMarked;
