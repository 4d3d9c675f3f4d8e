package io.inkwash.recipe.parts;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import java.util.function.Supplier;

/** The space that a diffusion model works in. */
public interface CodecFactory {

  /** Pixels themselves. */
  CodecFactory PIXELS = new Pixels();

  /**
   * The form of what is diffused.
   *
   * @param pictures the form of the pictures
   * @throws SpecException if there is no such space of them
   */
  ImageSpec space(ImageSpec pictures);

  /** Whether it is that of pixels, which have a range, bytes and a likelihood. */
  boolean ofPixels();

  /** Pixels. */
  record Pixels() implements CodecFactory {
    @Override
    public ImageSpec space(ImageSpec pictures) {
      return pictures;
    }

    @Override
    public boolean ofPixels() {
      return true;
    }
  }

  /**
   * Latents of an autoencoder.
   *
   * @param gray the autoencoder's sizes for gray pictures
   * @param scale the factor of latents, above 0
   * @param weights the beginning of the hash of the autoencoder's weights; {@code none} for a
   *     recipe that is still to be given an autoencoder
   */
  record Latents(AutoencoderKlConfig gray, double scale, String weights) implements CodecFactory {
    /** The word for weights that are not known yet. */
    public static final String NONE = "none";

    /** Checks the scale. */
    public Latents {
      if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("scale is " + scale + "; allowed: above 0, such as 1");
      }
    }

    @Override
    public ImageSpec space(ImageSpec pictures) {
      if (pictures.range() != PixelRange.SYMMETRIC) {
        throw new SpecException("range is unit; allowed: symmetric, for latents of an autoencoder");
      }
      int factor = gray.factor();
      if (pictures.height() % factor != 0 || pictures.width() % factor != 0) {
        throw new SpecException(
            format(
                "the codec cannot take images of %dx%d; allowed: multiples of %d",
                pictures.width(), pictures.height(), factor));
      }
      return new ImageSpec(
          gray.latentChannels(),
          pictures.height() / factor,
          pictures.width() / factor,
          PixelRange.SYMMETRIC,
          pictures.classNames(),
          pictures.vocabulary(),
          pictures.clusterShares());
    }

    @Override
    public boolean ofPixels() {
      return false;
    }

    /** What builds the autoencoder, its weights not yet there. */
    public Supplier<AutoencoderKl> network(ImageSpec pictures) {
      AutoencoderKlConfig config = gray.forImages(pictures.channels());
      return () -> new AutoencoderKl(config);
    }
  }
}
