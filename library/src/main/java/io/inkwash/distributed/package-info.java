/**
 * The processes of one training: how they are launched, find each other, agree on what they train,
 * and end together.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><td>{@link io.inkwash.distributed.Launch}</td><td>which rank this process is, as torchrun,
 *     Kubeflow and Slurm scripts say it in the environment</td></tr>
 * <tr><td>{@link io.inkwash.distributed.RankGroup}</td><td>the ranks once they have met: {@link
 *     io.inkwash.torch.distributed.Ranks} to compute with, and one end for all</td></tr>
 * <tr><td>{@link io.inkwash.distributed.RankException}</td><td>a rank that is missing, lost or
 *     different</td></tr>
 * </table>
 *
 * <p>Each rank has a connection to rank 0 beside Gloo's own: a star of plain sockets. Over it they
 * say who they are, compare their settings, and give a sign of life some times in each span of
 * patience. Rank 0 sees what happens to any rank and tells the others, so that all end with the
 * same line, within that span, even where Gloo would wait for hours. Gradients never take this way.
 */
@NullMarked
package io.inkwash.distributed;

import org.jspecify.annotations.NullMarked;
