/**
 * Trained models and models in training.
 *
 * <p>A {@link io.inkwash.model.Run} is a folder on disk. {@link io.inkwash.model.TrainingRun}
 * trains it, {@link io.inkwash.model.Model#open} reads its model, {@link
 * io.inkwash.model.Provenance} records how it came to be. What depends on the kind of model stands
 * in its {@link io.inkwash.model.Family}: {@code diffusion}, {@code gan}, {@code vae} or {@code
 * autoencoder}.
 *
 * <table>
 * <caption>Capabilities of models</caption>
 * <tr><td>{@link io.inkwash.model.DrawingModel}</td><td>draws images</td></tr>
 * <tr><td>{@link io.inkwash.model.DenoisingModel}</td><td>gives a denoiser: solvers, guidance,
 *     restoration</td></tr>
 * <tr><td>{@link io.inkwash.model.LikelihoodModel}</td><td>gives the likelihood of images</td></tr>
 * <tr><td>{@link io.inkwash.model.ImageEncoder}</td><td>maps images to latent numbers and
 *     back</td></tr>
 * </table>
 *
 * <p>Commands require a {@link io.inkwash.model.Capability} before weights are read, and never test
 * for a family. To add a family, implement {@link io.inkwash.model.Family} for a recipe type of its
 * own and register it in {@link io.inkwash.model.Families#FAMILIES}.
 */
@NullMarked
package io.inkwash.model;

import org.jspecify.annotations.NullMarked;
