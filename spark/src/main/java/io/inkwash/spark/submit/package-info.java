/**
 * What {@code spark-submit inkwash-spark.jar} starts: {@link io.inkwash.spark.submit.SampleJob
 * sample} draws images into files, {@link io.inkwash.spark.submit.EvaluateJob evaluate} measures a
 * run, {@link io.inkwash.spark.submit.RestoreJob restore} restores a folder of pictures, and {@link
 * io.inkwash.spark.submit.TrainJob train} trains by several ranks. Options that {@code inkwash} has
 * too are its own.
 */
@NullMarked
package io.inkwash.spark.submit;

import org.jspecify.annotations.NullMarked;
