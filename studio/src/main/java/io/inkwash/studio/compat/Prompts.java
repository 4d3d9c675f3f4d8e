package io.inkwash.studio.compat;

import io.inkwash.request.DrawingWords;
import io.inkwash.request.PromptedClass;
import io.inkwash.studio.model.ServedModel;
import java.util.List;
import java.util.Optional;

/** What prompts of other programs' clients mean to a model. */
final class Prompts {
  private Prompts() {}

  /**
   * Words with a prompt: a model of captions is given the prompt itself, a model of classes the
   * class that it names, and an unconditional model or one of clusters nothing.
   *
   * @param negative what guidance leads away from; blank for nothing, and of no effect on a model
   *     without captions
   * @throws IllegalArgumentException if the prompt names no class, or several
   */
  static DrawingWords in(DrawingWords words, String prompt, String negative, ServedModel model) {
    if (!model.isConditional() || model.data().clustered() || prompt.isBlank()) {
      return words;
    }
    if (model.readsPrompts()) {
      return words.withPrompts(List.of(line(prompt)), away(negative));
    }
    return words.ofClasses(List.of(PromptedClass.of(prompt, model.data().classNames())));
  }

  private static Optional<String> away(String negative) {
    return negative.isBlank() ? Optional.empty() : Optional.of(line(negative));
  }

  /** A prompt is one line here; there it may be several. */
  private static String line(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
