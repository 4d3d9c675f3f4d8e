package io.inkwash.recipe.parts;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.nn.Backbone;

/**
 * Makes networks of one kind and configuration.
 *
 * @param sizeMultiple what the height and width of its images must be multiples of
 * @param readsText whether they read the vectors of a text
 * @param builder makes a network for images of some form
 */
public record NetworkFactory(int sizeMultiple, boolean readsText, Builder builder) {

  /** Makes networks that read no text. */
  public NetworkFactory(int sizeMultiple, Builder builder) {
    this(sizeMultiple, false, builder);
  }

  /** Makes a network. */
  @FunctionalInterface
  public interface Builder {
    /**
     * A new network, its weights not yet drawn.
     *
     * @param images what it looks at, and the classes that it is conditional on
     * @param textWidth the width of a text's vectors; 0 for no text
     * @param outputs channels out
     */
    Backbone build(ImageSpec images, int textWidth, int outputs);
  }

  /**
   * A new network for images of that form.
   *
   * @param textWidth the width of a text's vectors; 0 for no text
   * @param parts 1, or 2 where a learned variance comes in a second half of its channels
   */
  public Backbone build(ImageSpec images, int textWidth, int parts) {
    return builder.build(images, textWidth, parts * images.channels());
  }

  /**
   * Whether it can look at such images, and read captions where there are some.
   *
   * @throws SpecException if not, with the sizes that it can
   */
  public void check(String name, ImageSpec data, TextFactory text) {
    if (text.width() > 0 && !readsText) {
      throw new SpecException(
          "network " + name + " reads no captions; allowed: compact-unet, or text=none");
    }
    if (data.height() % sizeMultiple != 0 || data.width() % sizeMultiple != 0) {
      throw new SpecException(
          format(
              "network %s cannot take images of %dx%d; allowed: multiples of %d; resize with --size %d",
              name,
              data.width(),
              data.height(),
              sizeMultiple,
              ((data.height() + sizeMultiple - 1) / sizeMultiple) * sizeMultiple));
    }
  }
}
