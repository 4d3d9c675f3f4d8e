/**
 * What the images of a model depend on: nothing, one of some classes or clusters, or a caption.
 *
 * <p>A {@link io.inkwash.condition.Condition} is the model's side: it makes the {@link
 * io.inkwash.nn.Conditioning} of the images that the model is trained on, and of what is requested
 * of it. A {@link io.inkwash.condition.Request} is the user's side, before any model is known. The
 * two meet in a {@link io.inkwash.condition.Requested}, which has a row for each image to be drawn.
 *
 * <table>
 * <caption>Conditions</caption>
 * <tr><th>condition</th><th>of an image in training</th><th>requested by</th></tr>
 * <tr><td>{@link io.inkwash.condition.Condition#none}</td><td>nothing</td><td>nothing</td></tr>
 * <tr><td>{@link io.inkwash.condition.ClassCondition}</td><td>its label</td><td>classes</td></tr>
 * <tr><td>{@link io.inkwash.condition.ClusterCondition}</td><td>its cluster</td><td>clusters, or
 * nothing: then by chance</td></tr>
 * <tr><td>{@link io.inkwash.condition.CaptionCondition}</td><td>its caption</td><td>prompts</td></tr>
 * </table>
 *
 * <p>To add one, implement {@link io.inkwash.condition.Condition} and return it from the recipe
 * that trains with it.
 */
@NullMarked
package io.inkwash.condition;

import org.jspecify.annotations.NullMarked;
