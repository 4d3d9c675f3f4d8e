/**
 * Weights from other programs and for them: {@link io.inkwash.cli.exchange.ImportCommand import}
 * makes a run of a file, {@link io.inkwash.cli.exchange.ExportCommand export} writes files of a
 * run.
 *
 * <p>The work itself is the library's: see {@link io.inkwash.exchange}.
 */
@NullMarked
package io.inkwash.cli.exchange;

import org.jspecify.annotations.NullMarked;
