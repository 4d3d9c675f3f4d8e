/**
 * Weights that a run works with and does not train: those of an autoencoder whose latents are
 * diffused, and of a text encoder that reads the captions.
 *
 * <p>A recipe names them by their hash. {@link io.inkwash.model.frozen.FrozenWeights} keeps them in
 * the cache, where trainings look for them, and in the folder of every run that works with them, so
 * that it is whole wherever it is moved; checkpoints do not repeat them.
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><td>{@code codec.safetensors}</td><td>an autoencoder</td></tr>
 * <tr><td>{@code text.safetensors}</td><td>a text encoder: {@link
 *     io.inkwash.model.frozen.StoredText}</td></tr>
 * </table>
 *
 * <p>To add a kind, add a {@link io.inkwash.model.frozen.FrozenWeights.Kind}.
 */
@NullMarked
package io.inkwash.model.frozen;

import org.jspecify.annotations.NullMarked;
