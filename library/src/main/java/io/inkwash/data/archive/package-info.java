/**
 * The files of a folder or of an archive, read alike.
 *
 * <p>A {@link io.inkwash.data.archive.FileTree} lists files by their names, with forward slashes
 * and without a leading one, and opens them; a {@link io.inkwash.data.archive.PackedFile} is one
 * file that may be compressed. Names in a zip that are not UTF-8 are read in the character sets of
 * {@code EntryCharset}.
 *
 * <p>To add a kind of archive: a {@code FileTree}.
 */
@NullMarked
package io.inkwash.data.archive;

import org.jspecify.annotations.NullMarked;
