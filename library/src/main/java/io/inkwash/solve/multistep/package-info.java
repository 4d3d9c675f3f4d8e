/**
 * Solvers that use the model's outputs of earlier steps, at one evaluation a step.
 *
 * <p>The table of all solvers is on the page of {@link io.inkwash.solve}.
 */
@NullMarked
package io.inkwash.solve.multistep;

import org.jspecify.annotations.NullMarked;
