package io.inkwash.exchange.latent;

/** The names of CLIP's text encoder. */
final class ClipNames {
  private static final String PREFIX = "text_model.";

  private ClipNames() {}

  /** A name without the prefix of transformers before version 5. */
  static String plain(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /** The positions' numbers, and what leads from texts to pictures: no part of the encoder. */
  static boolean ignored(String name) {
    return name.endsWith("position_ids") || name.startsWith("text_projection");
  }
}
