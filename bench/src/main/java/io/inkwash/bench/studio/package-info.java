/**
 * The studio's server under load, and under requests that nobody means.
 *
 * <p>{@link io.inkwash.bench.studio.Load} has many clients draw at once and compares with the
 * library alone; {@link io.inkwash.bench.studio.RequestFuzz} sends mutated requests and looks for
 * answers that should not be.
 */
@NullMarked
package io.inkwash.bench.studio;

import org.jspecify.annotations.NullMarked;
