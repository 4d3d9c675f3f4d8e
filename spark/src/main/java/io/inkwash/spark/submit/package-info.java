/**
 * What {@code spark-submit inkwash-spark.jar} starts: {@link io.inkwash.spark.submit.SampleJob
 * sample} draws images into files, {@link io.inkwash.spark.submit.EvaluateJob evaluate} measures a
 * run. The options of drawing are those of {@code inkwash sample}.
 */
@NullMarked
package io.inkwash.spark.submit;

import org.jspecify.annotations.NullMarked;
