package io.inkwash.metric.feature;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What an extractor computes for some images.
 *
 * @param features [N,D] float32
 * @param probabilities [N,K] float32, rows sum to 1; null if the extractor does not classify
 */
public record Activations(Tensor features, @Nullable Tensor probabilities) {}
