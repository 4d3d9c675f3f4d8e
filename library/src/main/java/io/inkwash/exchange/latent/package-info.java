/**
 * Stable Diffusion as others store it: a folder of diffusers, or one file in CompVis's naming.
 * Nothing in it is executed.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><td>{@link io.inkwash.exchange.latent.StoredPipeline}</td><td>the parts with their settings
 *     and their weights, under this library's names</td></tr>
 * <tr><td>{@link io.inkwash.exchange.latent.SchedulerSettings}</td><td>a scheduler's file as path,
 *     target, solver and grid</td></tr>
 * <tr><td>{@link io.inkwash.exchange.latent.StoredClip}</td><td>the text encoder alone</td></tr>
 * <tr><td>{@link io.inkwash.exchange.latent.Lora}</td><td>changes of low rank to a pipeline's
 *     weights</td></tr>
 * </table>
 *
 * <p>Settings that change the arithmetic in a way that does not exist here are refused by name.
 */
@NullMarked
package io.inkwash.exchange.latent;

import org.jspecify.annotations.NullMarked;
