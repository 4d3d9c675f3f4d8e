/**
 * Solvers of the probability-flow ODE that step from one state alone: Euler, Runge-Kutta and
 * single-step exponential methods, with the noise that EDM adds between steps (churn).
 *
 * <p>The table of all solvers is on the page of {@link io.inkwash.solve}.
 */
@NullMarked
package io.inkwash.solve.ode;

import org.jspecify.annotations.NullMarked;
