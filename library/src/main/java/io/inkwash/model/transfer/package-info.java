/**
 * Runs that begin with the weights of another run.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><td>{@link io.inkwash.model.transfer.StartingWeights}</td><td>a run that begins with the
 *     average of another, where layers fit</td></tr>
 * <tr><td>{@link io.inkwash.model.transfer.Distillations}</td><td>students of few evaluations, made
 *     of a trained diffusion model</td></tr>
 * </table>
 */
@NullMarked
package io.inkwash.model.transfer;

import org.jspecify.annotations.NullMarked;
