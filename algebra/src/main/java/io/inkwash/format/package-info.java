/**
 * The text of messages and files.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><td>{@link io.inkwash.format.Text}</td><td>numbers in text, the same in every locale</td></tr>
 * <tr><td>{@link io.inkwash.format.Quote}</td><td>text from a file without its control characters and
 *     of bounded length</td></tr>
 * <tr><td>{@link io.inkwash.format.Names}</td><td>the known word that a misspelled one most likely
 *     means</td></tr>
 * </table>
 *
 * <p>Ninety of Java's locales write numbers with other digits or a decimal comma, and what is
 * printed ends up in names of files, in JSON and in scripts. So main code formats numbers with
 * {@link io.inkwash.format.Text#format} alone, imported statically; {@code String.formatted} and
 * {@code String.format} without a locale are refused by the build.
 */
@NullMarked
package io.inkwash.format;

import org.jspecify.annotations.NullMarked;
