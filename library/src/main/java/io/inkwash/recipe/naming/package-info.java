/**
 * How a caller names a solver: by its name in the {@link io.inkwash.recipe.parts.Catalog} or by
 * another program's, with the grid of times that it is to take.
 */
@NullMarked
package io.inkwash.recipe.naming;

import org.jspecify.annotations.NullMarked;
