/**
 * Models as other programs store them, drawn from as they are: Stable Diffusion 1 and 2.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><td>{@link io.inkwash.model.folder.StableDiffusion}</td><td>an opened folder or file</td></tr>
 * <tr><td>{@link io.inkwash.model.folder.StoredModel}</td><td>the same before its weights are
 *     read</td></tr>
 * <tr><td>{@link io.inkwash.model.folder.FrozenEncoders}</td><td>text encoders for recipes of this
 *     project</td></tr>
 * </table>
 *
 * <pre>{@code
 * try (StableDiffusion model = StableDiffusion.open(Path.of("stable-diffusion-v1-5"))) {
 *   List<Picture> pictures =
 *       model.drawing(GenerateOptions.defaults().withPrompts(List.of("a fox in ink"))).draw(1, 1, progress);
 * }
 * }</pre>
 */
@NullMarked
package io.inkwash.model.folder;

import org.jspecify.annotations.NullMarked;
