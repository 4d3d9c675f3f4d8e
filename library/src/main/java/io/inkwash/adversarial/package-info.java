/**
 * Adversarial games: what a generator and a discriminator minimize. How far the game has come is
 * measured by {@link io.inkwash.divergence}.
 *
 * <table>
 * <caption>Losses</caption>
 * <tr><td>{@link io.inkwash.adversarial.Minimax}</td><td>the original game, for both</td></tr>
 * <tr><td>{@link io.inkwash.adversarial.NonSaturating}</td><td>the same with a generator that learns
 *     from its worst images</td></tr>
 * <tr><td>{@link io.inkwash.adversarial.Hinge}</td><td>of spectral norm, SAGAN and BigGAN</td></tr>
 * </table>
 *
 * <p>{@link io.inkwash.adversarial.GradientPenalty} is added to any of them. To add a loss, write a
 * record of {@link io.inkwash.adversarial.AdversarialLoss} and one line on its registry. What the
 * network that plays against the discriminator makes, and what else it minimizes, states a {@link
 * io.inkwash.adversarial.GeneratorObjective}: {@link io.inkwash.adversarial.NoiseToImages} for
 * adversarial networks, {@code io.inkwash.reconstruction} for autoencoders.
 */
@NullMarked
package io.inkwash.adversarial;

import org.jspecify.annotations.NullMarked;
