/**
 * A family of generative models of one's own, whole: normal distributions of images with
 * independent pixels.
 *
 * <table>
 * <caption>Its parts</caption>
 * <tr><td>{@link io.inkwash.examples.gaussian.GaussianRecipe}</td><td>what there is to choose</td></tr>
 * <tr><td>{@code GaussianNet}</td><td>the weights, the density, a draw</td></tr>
 * <tr><td>{@code GaussianBits}</td><td>the loss, which is also the likelihood</td></tr>
 * <tr><td>{@code GaussianTraining}</td><td>a learner and its step</td></tr>
 * <tr><td>{@code GaussianGenerator}</td><td>images out of random numbers</td></tr>
 * <tr><td>{@code GaussianModel}</td><td>what a trained one can do</td></tr>
 * <tr><td>{@link io.inkwash.examples.gaussian.GaussianFamily}</td><td>what ties them together</td></tr>
 * </table>
 *
 * <p>{@link io.inkwash.examples.ExamplesExtension} registers the family and its recipe; training,
 * resuming, drawing, evaluating and comparing then work as for every other.
 */
@NullMarked
package io.inkwash.examples.gaussian;

import org.jspecify.annotations.NullMarked;
