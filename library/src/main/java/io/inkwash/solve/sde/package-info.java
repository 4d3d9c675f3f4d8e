/**
 * Solvers with fresh noise in each step: ancestral sampling, the reverse SDE, Langevin dynamics.
 *
 * <p>The table of all solvers is on the page of {@link io.inkwash.solve}.
 */
@NullMarked
package io.inkwash.solve.sde;

import org.jspecify.annotations.NullMarked;
