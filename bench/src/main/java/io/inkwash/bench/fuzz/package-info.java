/**
 * Damaged files by the million: what reads files must answer each with a value or with an exception
 * of its own, in one line, in bounded time and memory.
 *
 * <p>{@link io.inkwash.bench.fuzz.Fuzz} is the program, {@link io.inkwash.bench.fuzz.Target} names
 * what is tried, {@link io.inkwash.bench.fuzz.Mutator} damages, {@link io.inkwash.bench.fuzz.Turn}
 * judges, {@link io.inkwash.bench.fuzz.Watch} ends what takes too long, {@link
 * io.inkwash.bench.fuzz.Shrinker} makes what was found small. To add a reader: one line in {@code
 * Target}.
 */
@NullMarked
package io.inkwash.bench.fuzz;

import org.jspecify.annotations.NullMarked;
