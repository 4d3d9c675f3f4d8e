/**
 * Words in messages: {@link io.inkwash.text.Quote} shows text that comes from a file without its
 * control characters and without its length, {@link io.inkwash.text.Names} finds the known word
 * that a misspelled one most likely means.
 */
@NullMarked
package io.inkwash.text;

import org.jspecify.annotations.NullMarked;
