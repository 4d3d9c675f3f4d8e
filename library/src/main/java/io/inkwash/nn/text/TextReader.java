package io.inkwash.nn.text;

import io.inkwash.nn.Conditioning;

/** Makes vectors, which a denoiser reads, of the tokens of texts. */
@FunctionalInterface
interface TextReader {

  /**
   * Adds {@link Conditioning#TEXT}, and its mask where there is padding.
   *
   * @param given with the {@link Conditioning#TOKENS} of the texts; without them all are empty
   * @param images how many texts
   */
  Conditioning read(Conditioning given, long images);
}
