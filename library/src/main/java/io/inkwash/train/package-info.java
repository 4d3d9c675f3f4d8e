/**
 * Training: the one loop, what it does every step, and what it leaves on disk.
 *
 * <p>{@link io.inkwash.train.Trainer} knows only a {@link io.inkwash.train.TrainStep}: take a step,
 * copy your state, go on from a copy. {@link io.inkwash.train.SingleStep} is that of one network
 * under one objective, {@link io.inkwash.train.AdversarialStep} that of a generator and a
 * discriminator. A network in training is a {@link io.inkwash.train.Learner}: weights, optimizer,
 * moving average, gradient clip.
 *
 * <p>A run is a folder, {@link io.inkwash.train.RunDirectory}; a {@link
 * io.inkwash.train.Checkpoint} is a folder in it, written aside and renamed. All randomness of step
 * n is a function of the seed and n, so a checkpoint holds counters, not generators, and a resumed
 * run is the run that was never stopped: on one thread, bit for bit.
 */
@NullMarked
package io.inkwash.train;

import org.jspecify.annotations.NullMarked;
