/**
 * What several commands have in common: options that mean the same wherever they stand, with one
 * help text.
 *
 * <p>Picocli sets the fields of a mixin; commands see methods. Each has {@code check}, which
 * refuses what cannot be before anything is read, and turns the words into what the library wants:
 * a precision, a sampling, an open model. The {@code text} of a mixin is what goes into PNG files
 * beside an image, so that it tells how it was made.
 *
 * <table>
 * <caption>Mixins</caption>
 * <tr><td>{@link io.inkwash.cli.options.OneRun}</td><td>which weights: --run, --weights,
 *     --step</td></tr>
 * <tr><td>{@link io.inkwash.cli.options.RunOrModel}</td><td>the same, or --model PATH, --lora,
 *     --width, --height; a {@link io.inkwash.cli.options.PriorSource} for restoration</td></tr>
 * <tr><td>{@link io.inkwash.cli.options.SamplerOptions}</td><td>how images are drawn: --batch,
 *     --solver, --grid, --steps, --threshold, --seed</td></tr>
 * <tr><td>{@link io.inkwash.cli.options.RequestOptions}</td><td>the same, and of what: --guidance,
 *     --class, --prompt</td></tr>
 * <tr><td>{@link io.inkwash.cli.options.ModelOptions}</td><td>weights and request, and a model that
 *     guides: --weak</td></tr>
 * <tr><td>{@link io.inkwash.cli.options.ReferenceOptions}</td><td>real images to measure by: --data,
 *     --features, --count</td></tr>
 * <tr><td>{@link io.inkwash.cli.options.ComputeOptions}</td><td>--threads, --precision</td></tr>
 * <tr><td>{@link io.inkwash.cli.options.BatchOption}, {@link io.inkwash.cli.options.GridOption},
 *     {@link io.inkwash.cli.options.SeedOption}</td><td>one each, for commands that need no
 *     more</td></tr>
 * </table>
 *
 * <p>{@link io.inkwash.cli.options.Usage} is how they complain: exit code 2, for a command line
 * that is wrong whatever the files are. {@link io.inkwash.cli.options.Places} sees to it, before
 * long work, that its results can be written.
 *
 * <p>An option that one command alone has stays with it. To share one, move it here as a mixin; it
 * stands in the help where the mixin's field stands in the command.
 */
@NullMarked
package io.inkwash.cli.options;

import org.jspecify.annotations.NullMarked;
