/**
 * Weights from other programs: {@link io.inkwash.cli.exchange.ImportCommand import} makes a run of
 * a file.
 *
 * <p>The work itself is the library's: see {@link io.inkwash.exchange}.
 */
@NullMarked
package io.inkwash.cli.exchange;

import org.jspecify.annotations.NullMarked;
