/**
 * The times of training.
 *
 * <p>A {@link io.inkwash.time.training.TimeSampler} is a distribution of training times: a time for
 * each example, and the weight that corrects for it where the loss is to be that of uniform times.
 * Its random numbers are an argument, so it is deterministic.
 *
 * <table>
 * <caption>Training times</caption>
 * <tr><th>value</th><th>distribution</th><th>used by</th></tr>
 * <tr><td>{@link io.inkwash.time.training.Discrete}</td><td>uniform over 1 .. T</td><td>DDPM, NCSN</td></tr>
 * <tr><td>{@link io.inkwash.time.training.Uniform}</td><td>uniform over the path</td><td>score SDEs</td></tr>
 * <tr><td>{@link io.inkwash.time.training.Stratified}</td><td>uniform, evenly spread over a batch</td>
 *     <td>VDM</td></tr>
 * <tr><td>{@link io.inkwash.time.training.LogNormalSigma}</td><td>normal in ln(sigma / alpha)</td>
 *     <td>EDM</td></tr>
 * <tr><td>{@link io.inkwash.time.training.LogitNormal}</td><td>normal in the logit of time</td>
 *     <td>flow matching</td></tr>
 * <tr><td>{@link io.inkwash.time.training.ModeTimes}</td>
 *     <td>dense in the middle or at the ends</td><td>Stable Diffusion 3</td></tr>
 * <tr><td>{@link io.inkwash.time.training.CosMap}</td>
 *     <td>a cosine path's levels on a flow</td><td>Stable Diffusion 3</td></tr>
 * <tr><td>{@link io.inkwash.time.training.LogLogisticSigma}</td>
 *     <td>logistic in ln(sigma / alpha)</td><td>k-diffusion</td></tr>
 * <tr><td>{@link io.inkwash.time.training.LogUniformSigma}</td>
 *     <td>uniform in ln(sigma / alpha)</td><td>k-diffusion</td></tr>
 * <tr><td>{@link io.inkwash.time.training.UniformOn}</td>
 *     <td>the levels of another path at uniform times</td><td>k-diffusion</td></tr>
 * <tr><td>{@link io.inkwash.time.training.LossSecondMoment}</td><td>learned from the losses</td>
 *     <td>Improved DDPM</td></tr>
 * </table>
 *
 * <p>To add a distribution, write a record. One that learns from the losses keeps what it learns in
 * a {@link io.inkwash.time.training.TimeSamplerState}, which the training owns and saves.
 */
@NullMarked
package io.inkwash.time.training;

import org.jspecify.annotations.NullMarked;
