package io.inkwash.exchange;

import io.inkwash.exchange.pytorch.StoredTensor;
import java.util.List;
import java.util.Map;

/**
 * The weights of one network in a file.
 *
 * @param layout the name of their layout
 * @param tensors the tensors, without what stands before all their names
 * @param averaged whether they are a moving average
 * @param notes what was done to find them, in words
 */
record FoundWeights(
    String layout, Map<String, StoredTensor> tensors, boolean averaged, List<String> notes) {}
