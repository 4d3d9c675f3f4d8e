package io.inkwash.train;

import io.inkwash.io.TensorData;
import java.util.Map;

/**
 * The state of a training step.
 *
 * @param tensors file name ({@code model}, {@code ema}, {@code optimizer}) to tensors by name
 * @param numbers small state by name, such as the history of a time sampler
 */
public record Snapshot(
    Map<String, Map<String, TensorData>> tensors, Map<String, double[]> numbers) {}
