package io.inkwash.recipe.parts;

import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.Denoiser;
import io.inkwash.nn.Conditioning;
import io.inkwash.process.GaussianPath;
import java.util.function.Supplier;

/**
 * A model to be guided, for one batch.
 *
 * @param conditional the model with its conditioning
 * @param unconditional the same model without; throws where it was never trained so
 * @param weak a worse model with the same conditioning; throws where none was given
 * @param path the forward process
 * @param data the form of the images
 * @param requested what is requested of the images, which an unconditional model does not receive
 */
public record GuidedModel(
    Denoiser conditional,
    Supplier<Denoiser> unconditional,
    Supplier<Denoiser> weak,
    GaussianPath path,
    ImageSpec data,
    Conditioning requested) {}
