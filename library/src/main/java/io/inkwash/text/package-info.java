/**
 * Text as numbers: what a text encoder reads. Plain Java, without libtorch.
 *
 * <table>
 * <caption>Tokenizers</caption>
 * <tr><td>{@link io.inkwash.text.ClipTokenizer}</td><td>CLIP's: 49,408 tokens, which come with the
 *     library, or the vocabulary of a model's folder; the identifiers are those of Python's
 *     {@code transformers}</td></tr>
 * <tr><td>{@link io.inkwash.text.WordTokenizer}</td><td>the words of the captions that a model is
 *     trained on</td></tr>
 * </table>
 *
 * <p>CLIP's vocabulary, {@code clip-merges.txt.gz}, is OpenAI's, under the MIT license: the merges
 * of {@code bpe_simple_vocab_16e6.txt} that CLIP uses.
 *
 * <p>To add one, implement {@link io.inkwash.text.Tokenizer}: any text gives {@link
 * io.inkwash.text.Tokens} of one length, and never an error.
 */
@NullMarked
package io.inkwash.text;

import org.jspecify.annotations.NullMarked;
