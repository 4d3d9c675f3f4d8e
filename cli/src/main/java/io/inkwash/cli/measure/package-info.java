/**
 * How good a model is: {@link io.inkwash.cli.measure.EvaluateCommand evaluate} measures one run,
 * {@link io.inkwash.cli.measure.CompareCommand compare} puts many side by side.
 *
 * <p>Both take the real images of {@link io.inkwash.cli.options.ReferenceOptions}. The measuring
 * itself is the library's: see {@link io.inkwash.evaluate}, {@link io.inkwash.evaluate.compare} and
 * {@link io.inkwash.evaluate.report}.
 */
@NullMarked
package io.inkwash.cli.measure;

import org.jspecify.annotations.NullMarked;
