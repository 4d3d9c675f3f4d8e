package io.inkwash.studio.model;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.OpenOptions;
import io.inkwash.request.DrawingWords;
import io.inkwash.restore.Prior;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A model that can be requested, known by its settings; its weights are read when it is opened.
 * Safe for use by several threads.
 */
public interface ServedModel {

  /** What it is called. */
  String id();

  /** What it is and can do, as {@code /api/v1/models} states it. */
  Map<String, Object> facts();

  /** The form of its pictures where no size is requested. */
  ImageSpec data();

  /**
   * The form of its pictures where a size is requested.
   *
   * @throws io.inkwash.catalog.SpecException if it draws none of that size
   */
  ImageSpec pictures(OptionalInt width, OptionalInt height);

  /** Whether the size of its pictures is the request's to choose. */
  boolean sized();

  /** Whether it draws images by itself. */
  boolean draws();

  /** Whether it denoises, so that solver, steps and guidance have a meaning. */
  boolean denoises();

  /** Whether it draws by prompts. */
  boolean readsPrompts();

  /** Whether its pictures depend on what is requested. */
  default boolean isConditional() {
    return readsPrompts() || data().classes() > 0;
  }

  /**
   * What the words of a request mean.
   *
   * @throws io.inkwash.catalog.SpecException if a word names nothing
   * @throws IllegalArgumentException if it has no such class
   */
  GenerateOptions options(DrawingWords words);

  /**
   * Refuses prompts and classes that have no meaning for it.
   *
   * @param negative whether those are looked at that guidance leads away from
   * @throws IllegalArgumentException with the reason
   */
  void requireMeaning(GenerateOptions requested, boolean negative);

  /**
   * Refuses what it cannot draw, before its weights are read.
   *
   * @throws io.inkwash.catalog.SpecException with the reason
   */
  void check(DrawingWords words);

  /** How it is guided. */
  Spec guidance(GenerateOptions requested);

  /**
   * The model as editing and restoration use it, without its weights.
   *
   * @param pictures their form, as {@link #pictures} gives it
   * @throws io.inkwash.catalog.SpecException if it cannot be used so
   */
  Prior unread(GenerateOptions requested, ImageSpec pictures);

  /** All that makes images, by the keywords of their files' text. */
  Map<String, String> settings(GenerateOptions requested, ImageSpec pictures);

  /** Reads its weights. */
  OpenModel open(OpenOptions options);
}
