/**
 * TensorBoard's event files beside a run's own log.
 *
 * <p>{@link io.inkwash.train.tensorboard.TensorBoardLog} listens to a training and writes its
 * scalars and pictures of samples; {@link io.inkwash.train.tensorboard.EventFile} is the format:
 * records with checksums (TFRecord), each of them an {@code Event} of TensorFlow's {@code
 * event.proto}.
 */
@NullMarked
package io.inkwash.train.tensorboard;

import org.jspecify.annotations.NullMarked;
