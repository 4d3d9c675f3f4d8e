package io.inkwash.generate;

import io.inkwash.catalog.Spec;
import io.inkwash.condition.Request;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request for images, described step by step. What is not stated is as the model's recipe has it.
 * Not safe for use by several threads.
 */
public final class Generation {
  private final ImageGenerator model;
  private GenerateOptions options = GenerateOptions.defaults();
  private int batch = 64;
  private StepProgress progress = StepProgress.NONE;

  Generation(ImageGenerator model) {
    this.model = model;
  }

  /** The solver, such as {@code ddim(eta=0.5)}. */
  public Generation solver(String spec) {
    return with(options.withSolver(Spec.parse(spec)));
  }

  /** The grid of times, such as {@code trailing}. */
  public Generation grid(String spec) {
    return with(options.withGrid(Spec.parse(spec)));
  }

  /** The number of steps, 1 or more. */
  public Generation steps(int steps) {
    return with(options.withSteps(steps));
  }

  /** How estimates are kept in the pixel range, such as {@code clamp}. */
  public Generation threshold(String spec) {
    return with(options.withThreshold(Spec.parse(spec)));
  }

  /** The guidance, such as {@code classifier-free(weight=2)}. */
  public Generation guidance(String spec) {
    return with(options.withGuidance(Spec.parse(spec)));
  }

  /** The classes of the images, in turn. */
  public Generation classes(int... classes) {
    return with(options.withClasses(Arrays.stream(classes).boxed().toList()));
  }

  /** The prompts of the images, in turn, such as {@code a three}. */
  public Generation prompts(String... prompts) {
    return with(options.withPrompts(List.of(prompts)));
  }

  /** What the guidance leads away from, such as {@code a bold three}. */
  public Generation negative(String prompt) {
    return with(options.withNegative(Request.prompts(List.of(prompt))));
  }

  /** The seed of the noise: image k of a seed is always the same picture. */
  public Generation seed(long seed) {
    return with(options.withSeed(seed));
  }

  /** A worse model, for guidance that needs one; the caller closes it after drawing. */
  public Generation weak(ImageGenerator weak) {
    return with(options.withWeak(weak));
  }

  /** Images at a time, 1 or more; it changes speed and memory, and no picture. */
  public Generation batch(int images) {
    if (images < 1) {
      throw new IllegalArgumentException("batch is " + images + "; allowed: 1 or more");
    }
    batch = images;
    return this;
  }

  /** Receives the progress of drawing. */
  public Generation progress(StepProgress receiver) {
    progress = receiver;
    return this;
  }

  private Generation with(GenerateOptions changed) {
    options = changed;
    return this;
  }

  /** What is described so far. */
  public GenerateOptions options() {
    return options;
  }

  /**
   * Draws images 0 to count - 1.
   *
   * @throws io.inkwash.catalog.SpecException if the model cannot draw so, with the reason
   */
  public List<Picture> draw(int count) {
    return draw(0, count);
  }

  /**
   * Draws images {@code first} to {@code first + count - 1}: a part of a large set, such as one of
   * several machines draws. The parts of a seed are the whole.
   *
   * @param first the number of the first image, 0 or more
   * @throws io.inkwash.catalog.SpecException if the model cannot draw so, with the reason
   */
  public List<Picture> draw(long first, int count) {
    if (first < 0) {
      throw new IllegalArgumentException("first is " + first + "; allowed: 0 or more");
    }
    List<Picture> pictures = new ArrayList<>();
    model.drawing(options).draw(first, count, batch, progress, pictures::addAll);
    return pictures;
  }

  /**
   * Draws image 0 and every state on its way.
   *
   * @throws io.inkwash.catalog.SpecException if the model cannot draw so, with the reason
   */
  public List<Drawing.Frame> film() {
    return model.drawing(options).film(progress);
  }
}
