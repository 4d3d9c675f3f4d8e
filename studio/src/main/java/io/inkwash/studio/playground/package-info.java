/**
 * The playground: generative models of points in the plane, computed by the library's own paths,
 * objectives, training steps and solvers, and sent to the page state after state.
 *
 * <table>
 *   <caption>Values</caption>
 *   <tr><td>{@link io.inkwash.studio.playground.PointMixture}</td><td>the data: a mixture of normal
 *       distributions, so that everything about it is known exactly</td></tr>
 *   <tr><td>{@link io.inkwash.studio.playground.PointSets}</td><td>moons, a spiral, ... by
 *       name</td></tr>
 *   <tr><td>{@link io.inkwash.studio.playground.MixtureDenoiser}</td><td>the best denoiser that
 *       there is</td></tr>
 *   <tr><td>{@link io.inkwash.studio.playground.PointModel}</td><td>what gives points: the exact
 *       denoiser, or a small network trained while one looks on</td></tr>
 *   <tr><td>{@link io.inkwash.studio.playground.Playground}</td><td>one run, as a sequence of
 *       events</td></tr>
 * </table>
 *
 * <p>A point is an image of two channels and one pixel, [N,2,1,1], so nothing of the library knows
 * that it works in the plane. To add a point set, write one line in {@code PointSets}: the page
 * shows it by itself.
 */
@NullMarked
package io.inkwash.studio.playground;

import org.jspecify.annotations.NullMarked;
