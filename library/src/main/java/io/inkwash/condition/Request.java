package io.inkwash.condition;

import java.util.List;
import java.util.function.BiConsumer;

/** What is requested of images, before a model gives it a meaning. */
public interface Request {

  /** Nothing in particular. */
  Request NONE = new Classes(List.of());

  /** Images of these classes, in turn: image k is of the class at k modulo their number. */
  static Request classes(List<Integer> classes) {
    return new Classes(classes);
  }

  /** Images of these prompts, in turn. */
  static Request prompts(List<String> prompts) {
    return new Prompts(prompts);
  }

  /** Whether nothing is requested. */
  boolean isEmpty();

  /**
   * Writes it down.
   *
   * @param writer is given what kind of request it is, {@code classes} or {@code prompts}, and its
   *     text; nothing where nothing is requested
   */
  void describe(BiConsumer<String, String> writer);

  /**
   * What this means to a model.
   *
   * @throws IllegalArgumentException if the model has no meaning for it
   */
  Requested of(Condition condition);

  /**
   * Classes.
   *
   * @param classes indices from 0
   */
  record Classes(List<Integer> classes) implements Request {
    public Classes {
      classes = List.copyOf(classes);
    }

    @Override
    public boolean isEmpty() {
      return classes.isEmpty();
    }

    @Override
    public void describe(BiConsumer<String, String> writer) {
      if (!isEmpty()) {
        writer.accept("classes", classes.toString());
      }
    }

    @Override
    public Requested of(Condition condition) {
      return condition.classes(classes);
    }
  }

  /**
   * Prompts.
   *
   * @param prompts texts
   */
  record Prompts(List<String> prompts) implements Request {
    public Prompts {
      prompts = List.copyOf(prompts);
    }

    @Override
    public boolean isEmpty() {
      return prompts.isEmpty();
    }

    @Override
    public void describe(BiConsumer<String, String> writer) {
      if (!isEmpty()) {
        writer.accept("prompts", toString());
      }
    }

    /** A prompt a line. */
    @Override
    public String toString() {
      return String.join("\n", prompts);
    }

    @Override
    public Requested of(Condition condition) {
      return condition.prompts(prompts);
    }
  }
}
