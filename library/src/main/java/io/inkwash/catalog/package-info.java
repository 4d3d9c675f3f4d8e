/**
 * Values by name. No value is known here: each package registers its own.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><td>{@link io.inkwash.catalog.Registry}</td><td>the values of one kind, such as solvers, each
 *     with its options and a line of help</td></tr>
 * <tr><td>{@link io.inkwash.catalog.Spec}</td><td>a name with arguments: {@code ddim(eta=0.5)}</td></tr>
 * <tr><td>{@link io.inkwash.catalog.Arguments}</td><td>the arguments as numbers, flags and specs,
 *     with the defaults of what is left out</td></tr>
 * <tr><td>{@link io.inkwash.catalog.SpecException}</td><td>a name or argument that cannot be, in one
 *     line</td></tr>
 * <tr><td>{@link io.inkwash.catalog.Extension}</td><td>registers values from outside this library;
 *     found by {@link java.util.ServiceLoader}</td></tr>
 * </table>
 *
 * <p>To add a value, call {@code register} on the registry of its kind. To add a kind, make a
 * registry in the package that holds its values; {@code io.inkwash.recipe.parts.Catalog} lists
 * those that recipes use.
 */
@NullMarked
package io.inkwash.catalog;

import org.jspecify.annotations.NullMarked;
