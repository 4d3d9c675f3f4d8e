package io.inkwash.restore;

import org.bytedeco.pytorch.Tensor;

/**
 * What a method made of a batch.
 *
 * @param images [N,C,H,W] as the model sees them, not yet clamped to the range of pixels
 * @param evaluations how often the model was evaluated on an image
 */
public record Restored(Tensor images, double evaluations) {}
