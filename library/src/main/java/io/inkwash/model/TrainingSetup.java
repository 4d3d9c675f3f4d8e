package io.inkwash.model;

import io.inkwash.data.ImageSource;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;

/**
 * What a training depends on beside its recipe and its images.
 *
 * @param key of all randomness
 * @param precision the arithmetic of the networks' passes
 * @param device where they are trained
 * @param images what they are trained on
 */
public record TrainingSetup(
    Rng key, Precision precision, ComputeDevice device, ImageSource images) {}
