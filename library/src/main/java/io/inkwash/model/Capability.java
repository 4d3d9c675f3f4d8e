package io.inkwash.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a trained model may be able to do. */
public enum Capability {
  /** It draws images. */
  DRAWS(DrawingModel.class, "draws images"),
  /** It denoises images. */
  DENOISES(DenoisingModel.class, "denoises"),
  /** It gives the likelihood of images. */
  LIKELIHOOD(LikelihoodModel.class, "gives likelihoods"),
  /** It encodes images. */
  ENCODES(ImageEncoder.class, "encodes images");

  private final Class<? extends Model> type;
  private final String words;

  Capability(Class<? extends Model> type, String words) {
    this.type = type;
    this.words = words;
  }

  /** Whether models of a type have it. */
  public boolean of(Class<? extends Model> model) {
    return type.isAssignableFrom(model);
  }

  /** In words, such as "draws images". */
  public String words() {
    return words;
  }

  /** In words, the capability of which a type is the interface. */
  static String words(Class<?> type) {
    return Arrays.stream(values())
        .filter(capability -> capability.type == type)
        .map(Capability::words)
        .collect(Collectors.joining());
  }
}
