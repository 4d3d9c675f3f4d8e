/**
 * Feature extractors: networks that turn images into the vectors that metrics compare.
 *
 * <p>A {@link io.inkwash.metric.feature.FeatureExtractor} maps a batch of images to {@link
 * io.inkwash.metric.feature.Activations}: features, and class probabilities where it is a
 * classifier.
 *
 * <table>
 * <caption>Feature extractors</caption>
 * <tr><td>{@link io.inkwash.metric.feature.RawPixels}</td><td>the pixels themselves</td></tr>
 * <tr><td>{@link io.inkwash.metric.feature.LeNet}</td><td>84 features for digits or clothes; two sets of
 *     weights are shipped, {@link io.inkwash.metric.feature.ShippedLeNet}</td></tr>
 * <tr><td>{@link io.inkwash.metric.feature.InceptionV3}</td><td>2048 features, the FID of the
 *     literature</td></tr>
 * </table>
 *
 * <p>The shipped weights were made by
 *
 * <pre>
 * inkwash classifier --data mnist --out digits-lenet.safetensors
 * inkwash classifier --data fashion-mnist --out fashion-lenet.safetensors
 * </pre>
 *
 * <p>A {@link io.inkwash.metric.feature.ClassifierTraining} trains such a classifier, and {@link
 * io.inkwash.metric.feature.ConditionalAccuracy} measures by it whether samples are of the class
 * that was requested.
 *
 * <p>To add an extractor: a {@code FeatureExtractor}, or a {@link
 * io.inkwash.metric.feature.FeatureNet} with weights.
 */
@NullMarked
package io.inkwash.metric.feature;

import org.jspecify.annotations.NullMarked;
