/**
 * Several processes that train one model: torch's own c10d over Gloo, without its traps.
 *
 * <table>
 * <caption>Classes and the trap each closes</caption>
 * <tr><td>{@link io.inkwash.torch.distributed.Ranks}</td><td>what the processes compute together; one
 *     process alone is the case of one rank</td></tr>
 * <tr><td>{@link io.inkwash.torch.distributed.GlooRanks}</td><td>a wait without end for a peer that
 *     hangs; errors of native threads that name no rank</td></tr>
 * <tr><td>{@link io.inkwash.torch.distributed.KeyValueStore}</td><td>an object that two native owners
 *     release twice; ports above 32767</td></tr>
 * <tr><td>{@link io.inkwash.torch.distributed.SharedBatchNorm}</td><td>statistics of a rank's images
 *     where those of the batch are meant</td></tr>
 * </table>
 *
 * <p>Who the ranks are, how they find one another and notice a lost one is the business of {@code
 * io.inkwash.distributed}. Code that computes takes the ranks of its thread from {@link
 * io.inkwash.torch.distributed.Ranks#current}, as it does the device.
 */
@NullMarked
package io.inkwash.torch.distributed;

import org.jspecify.annotations.NullMarked;
