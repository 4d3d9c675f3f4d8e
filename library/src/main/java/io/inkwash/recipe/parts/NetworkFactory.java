package io.inkwash.recipe.parts;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.nn.Backbone;

/**
 * Makes networks of one kind and configuration.
 *
 * @param sizeMultiple what the height and width of its images must be multiples of
 * @param text whether they read the vectors of a text
 * @param builder makes a network for images of some form
 */
public record NetworkFactory(int sizeMultiple, Text text, Builder builder) {

  /** Whether networks read a text. */
  public enum Text {
    /** They read none. */
    NONE,
    /** They read one where there is one. */
    POSSIBLE,
    /** They do not work without one. */
    NEEDED
  }

  /** Makes networks that read no text. */
  public NetworkFactory(int sizeMultiple, Builder builder) {
    this(sizeMultiple, Text.NONE, builder);
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
   * @param seen channels that it sees: the images', or more
   * @param textWidth the width of a text's vectors; 0 for no text
   * @param parts 1, or 2 where a learned variance comes in a second half of its channels
   */
  public Backbone build(ImageSpec images, int seen, int textWidth, int parts) {
    return builder.build(images.withChannels(seen), textWidth, parts * images.channels());
  }

  /** The same for a network that looks at pictures themselves. */
  public void check(String name, ImageSpec pictures, TextFactory reader) {
    check(name, pictures, pictures, reader);
  }

  /**
   * Whether it can look at such images, and read captions where there are some.
   *
   * @param pictures the form of the pictures
   * @param data the form of what it looks at: of the pictures, or of their latents
   * @throws SpecException if not, with the sizes that it can
   */
  public void check(String name, ImageSpec pictures, ImageSpec data, TextFactory reader) {
    if (reader.width() > 0 && text == Text.NONE) {
      throw new SpecException(
          "network "
              + name
              + " reads no captions; allowed: compact-unet or conditional-unet, or text=none");
    }
    if (reader.width() == 0 && text == Text.NEEDED) {
      throw new SpecException(
          "network " + name + " reads captions; allowed: text=transformer, or another network");
    }
    if (data.height() % sizeMultiple != 0 || data.width() % sizeMultiple != 0) {
      int factor = pictures.height() / data.height();
      throw new SpecException(
          format(
              "network %s cannot take %s of %dx%d; allowed: multiples of %d; resize with --size %d",
              name,
              factor == 1 ? "images" : "latents",
              data.width(),
              data.height(),
              sizeMultiple,
              factor * ((data.height() + sizeMultiple - 1) / sizeMultiple) * sizeMultiple));
    }
  }
}
