package io.inkwash.recipe.parts;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageSpec;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import java.util.function.Supplier;

/**
 * Makes autoencoders of one configuration.
 *
 * @param gray the sizes for gray pictures
 */
public record AutoencoderFactory(AutoencoderKlConfig gray)
    implements ImageNetFactory<AutoencoderKl> {

  /**
   * The sizes for such pictures.
   *
   * @throws IllegalArgumentException if it takes no such pictures
   */
  public AutoencoderKlConfig config(ImageSpec images) {
    int factor = gray.factor();
    if (images.height() % factor != 0 || images.width() % factor != 0) {
      throw new IllegalArgumentException(
          format(
              "an autoencoder of %d levels cannot take images of %dx%d; allowed: multiples of %d",
              gray.channels().size(), images.width(), images.height(), factor));
    }
    return gray.forImages(images.channels());
  }

  @Override
  public Supplier<AutoencoderKl> plan(ImageSpec images) {
    AutoencoderKlConfig config = config(images);
    return () -> new AutoencoderKl(config);
  }
}
