/**
 * Images from a trained model.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><td>{@link io.inkwash.generate.Generation}</td><td>a request, described step by step: {@code
 *     model.generate().steps(50).seed(7).draw(16)}</td></tr>
 * <tr><td>{@link io.inkwash.generate.Drawing}</td><td>images of a seed in batches; image k does not
 *     depend on the batch that it is in</td></tr>
 * <tr><td>{@link io.inkwash.generate.SharedBatch}</td><td>images of several drawings in one
 *     batch</td></tr>
 * <tr><td>{@link io.inkwash.generate.DiffusionGenerator}</td><td>a batch by a solver on a
 *     grid</td></tr>
 * <tr><td>{@link io.inkwash.generate.LatentGenerator}</td><td>a batch by one pass of a
 *     network</td></tr>
 * <tr><td>{@link io.inkwash.generate.Editing}</td><td>changes given images</td></tr>
 * <tr><td>{@link io.inkwash.generate.RoundTrip}</td><td>from images to noise and back</td></tr>
 * </table>
 *
 * <p>To add a way to make images of noise, implement {@link io.inkwash.generate.BatchGenerator}.
 */
@NullMarked
package io.inkwash.generate;

import org.jspecify.annotations.NullMarked;
