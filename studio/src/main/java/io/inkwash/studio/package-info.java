/**
 * The studio: one process that serves a page, an API of its own and those that existing clients
 * speak, on models and runs.
 *
 * <pre>{@code
 * try (Studio studio = Studio.open(StudioOptions.of(Path.of("runs")))) {
 *   System.out.println(studio.address());
 *   ...
 * }
 * }</pre>
 *
 * <table>
 *   <caption>Packages</caption>
 *   <tr><td>{@code http}</td><td>requests, answers, routes, who is answered</td></tr>
 *   <tr><td>{@code model}</td><td>what can be requested: shipped models, runs, stored models</td></tr>
 *   <tr><td>{@code work}</td><td>jobs, the thread of the device, trainings</td></tr>
 *   <tr><td>{@code api}</td><td>{@code /api/v1}, a class a resource</td></tr>
 * </table>
 *
 * <p>What each endpoint takes and gives stands in {@code openapi.json} beside this package.
 */
@NullMarked
package io.inkwash.studio;

import org.jspecify.annotations.NullMarked;
