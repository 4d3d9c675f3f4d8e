/**
 * The models that can be requested: those that come with the library, the runs of a folder, and
 * those that other programs stored.
 *
 * <table>
 *   <caption>What is here</caption>
 *   <tr><td>{@link io.inkwash.studio.model.Models}</td><td>models by id, opened when needed</td></tr>
 *   <tr><td>{@link io.inkwash.studio.model.ServedModel}</td><td>a model by its settings: what it
 *     can do, and what a request means to it</td></tr>
 *   <tr><td>{@link io.inkwash.studio.model.OpenModel}</td><td>the same with its weights</td></tr>
 *   <tr><td>{@link io.inkwash.studio.model.RunFolder}</td><td>runs by id</td></tr>
 *   <tr><td>{@link io.inkwash.studio.model.StoredFolder}</td><td>models of Stable Diffusion by
 *     id</td></tr>
 *   <tr><td>{@link io.inkwash.studio.model.Reasons}</td><td>why something cannot be done</td></tr>
 * </table>
 *
 * <p>To serve another kind of model, implement {@code ServedModel} and {@code OpenModel}, and let
 * {@code Models} find it; the APIs serve both kinds by the same code.
 */
@NullMarked
package io.inkwash.studio.model;

import org.jspecify.annotations.NullMarked;
