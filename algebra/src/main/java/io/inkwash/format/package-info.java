/**
 * Text that reads the same on every computer. Ninety of Java's locales write numbers with other
 * digits or a decimal comma, and what is printed ends up in names of files, in JSON and in scripts.
 *
 * <p>Main code formats numbers with {@link io.inkwash.format.Text#format} alone, imported
 * statically; {@code String.formatted} and {@code String.format} without a locale are refused by
 * the build.
 */
@NullMarked
package io.inkwash.format;

import org.jspecify.annotations.NullMarked;
