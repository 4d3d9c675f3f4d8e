/**
 * Values by name. A {@link io.inkwash.catalog.Registry} holds the values of one kind (solvers,
 * say), a {@link io.inkwash.catalog.Spec} is one of their names with its arguments ({@code
 * ddim(eta=0.5)}), and an {@link io.inkwash.catalog.Extension} registers values from outside this
 * library. No value is known here: each package registers its own.
 */
@NullMarked
package io.inkwash.catalog;

import org.jspecify.annotations.NullMarked;
