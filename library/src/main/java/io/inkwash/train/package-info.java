/**
 * Training: the loop, its steps, and what it writes to disk.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><td>{@link io.inkwash.train.Trainer}</td><td>the only loop: steps, log, checkpoints,
 *     samples</td></tr>
 * <tr><td>{@link io.inkwash.train.SingleStep}</td><td>a step of one network under one
 *     objective</td></tr>
 * <tr><td>{@link io.inkwash.train.PairedStep}</td><td>a step of a network and of a fake model of
 *     its images</td></tr>
 * <tr><td>{@link io.inkwash.train.AdversarialStep}</td><td>a step of a generator and a
 *     discriminator</td></tr>
 * <tr><td>{@link io.inkwash.train.Learner}</td><td>a network in training: weights, optimizer, moving
 *     average, gradient clip</td></tr>
 * <tr><td>{@link io.inkwash.train.TrainState}</td><td>the state of a step as it is, and {@link
 *     io.inkwash.train.Snapshot} a copy</td></tr>
 * <tr><td>{@link io.inkwash.train.Checkpoint}</td><td>a folder of a run, written aside and
 *     renamed</td></tr>
 * <tr><td>{@link io.inkwash.train.RunDirectory}</td><td>the folder of a run</td></tr>
 * </table>
 *
 * <p>All random numbers of step n are a function of the seed and n, so a checkpoint holds counters
 * and no generators, and a resumed run equals one that was never stopped: on one thread, bit for
 * bit.
 *
 * <p>To train in another way, implement {@link io.inkwash.train.TrainStep}: take a step, give the
 * state, go on from a copy. Its networks are learners; a checkpoint's files are what they name.
 */
@NullMarked
package io.inkwash.train;

import org.jspecify.annotations.NullMarked;
