/**
 * Drawing, measuring, restoring and training by the machines of an Apache Spark cluster.
 *
 * <table>
 * <caption>Entries</caption>
 * <tr><td>{@link io.inkwash.spark.SparkGeneration}</td><td>images of a trained run: as rows of a
 *     DataFrame, or in shards of files</td></tr>
 * <tr><td>{@link io.inkwash.spark.SparkSamples}</td><td>the samples of an evaluation, drawn and
 *     measured in parts that are merged</td></tr>
 * <tr><td>{@link io.inkwash.spark.SparkRestoration}</td><td>given pictures restored: as rows, or from
 *     a folder into another</td></tr>
 * <tr><td>{@link io.inkwash.spark.SparkRanks}</td><td>data-parallel training, a rank a task</td></tr>
 * <tr><td>{@link io.inkwash.spark.submit}</td><td>what {@code spark-submit} starts</td></tr>
 * </table>
 *
 * <p>Image k of a seed is the same picture as on one machine. Images are drawn in batches of one
 * size, and shards are cut at its multiples, so that the bytes are the same too, in any executor
 * and any attempt. Each executor reads a model once, whatever the number of its tasks.
 *
 * <p>Spark's own classes come from the cluster.
 */
@NullMarked
package io.inkwash.spark;

import org.jspecify.annotations.NullMarked;
