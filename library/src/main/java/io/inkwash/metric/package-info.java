/**
 * How good are the images? Numbers for samples, with what is needed to trust them.
 *
 * <p>A {@link io.inkwash.metric.feature.FeatureExtractor} turns images into vectors; a {@link
 * io.inkwash.metric.FeatureCollector} runs it once over a set and keeps {@link
 * io.inkwash.metric.Features}; a {@link io.inkwash.metric.Metric} compares the features of real
 * images with those of samples. So all numbers of one report come from one pass. What a pass keeps,
 * {@link io.inkwash.metric.RunningFeatures}, merges with that of other parts of the set, as bytes
 * from other processes too: every metric is that of one pass over all, within 1e-9.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><th>class</th><th>what it sees</th><th>good</th></tr>
 * <tr><td>{@link io.inkwash.metric.FrechetDistance}</td><td>means and covariances (FID)</td>
 *     <td>low</td></tr>
 * <tr><td>{@link io.inkwash.metric.KernelDistance}</td><td>all moments up to the third, without
 *     bias (KID)</td><td>low</td></tr>
 * <tr><td>{@link io.inkwash.metric.PrecisionRecall}</td><td>samples that look real; real images that
 *     could be sampled</td><td>near 1</td></tr>
 * <tr><td>{@link io.inkwash.metric.DensityCoverage}</td><td>the same, less moved by outliers</td>
 *     <td>near 1</td></tr>
 * <tr><td>{@link io.inkwash.metric.InceptionScore}</td><td>samples only: certain classes, all of
 *     them</td><td>high</td></tr>
 * <tr><td>{@link io.inkwash.metric.SlicedWasserstein}</td><td>one-dimensional shadows; needs no
 *     network</td><td>low</td></tr>
 * <tr><td>{@link io.inkwash.metric.feature.ConditionalAccuracy}</td><td>whether samples are of the class
 *     requested</td><td>high</td></tr>
 * <tr><td>{@link io.inkwash.metric.NearestNeighbor}</td><td>whether samples are copies of training
 *     images</td><td>not near 0</td></tr>
 * </table>
 *
 * <p>A number without its protocol means nothing. A report names the extractor with its resize rule
 * and hash, the real set, both counts, and the floor: the same metric between two sets of real
 * images of that count. FID in particular falls as the count grows, for the same model.
 *
 * <p>Statistics are float64 throughout. Equations are cited in each class and agree with the
 * reference programs on the same features.
 *
 * <p>To add a metric: a record that computes it from {@link io.inkwash.metric.Features}, and a line
 * in {@link io.inkwash.metric.Metrics}. Feature extractors are in {@link
 * io.inkwash.metric.feature}.
 */
@NullMarked
package io.inkwash.metric;

import org.jspecify.annotations.NullMarked;
