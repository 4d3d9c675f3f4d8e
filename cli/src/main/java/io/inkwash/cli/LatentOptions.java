package io.inkwash.cli;

import io.inkwash.catalog.SpecException;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.evaluate.LatentPictures;
import io.inkwash.model.ImageEncoder;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that show what the latents of an autoencoder hold, in place of new images. */
final class LatentOptions {
  private static final int PAIRS = 4; // in a row
  private static final int STEPS = 9;

  @Option(
      names = "--reconstruct",
      paramLabel = "SET",
      description =
          "Show test images of a set beside what an autoencoder makes of them, --count of them.")
  @Nullable String reconstruct;

  @Option(
      names = "--traverse",
      description =
          "Show a row for each of the first --count latent numbers of an autoencoder, which runs"
              + " from -3 to 3.")
  boolean traverse;

  /** Whether latents are to be shown. */
  boolean requested() {
    return traverse || reconstruct != null;
  }

  /** Refuses what cannot be, before anything is read. */
  void check(CommandSpec spec, boolean otherOutput) {
    if (traverse && reconstruct != null) {
      throw Usage.wrong(spec, "--reconstruct and --traverse exclude each other; give one of them");
    }
    if (requested() && otherOutput) {
      throw Usage.wrong(
          spec, "--reconstruct and --traverse make one grid; write it with --out PNG");
    }
  }

  /** The grid. */
  Picture grid(ImageEncoder model, int count, long seed, PrintWriter err) {
    LatentPictures latents = new LatentPictures(model);
    if (traverse) {
      int rows = Math.min(count, latents.size());
      return ImageIo.grid(latents.traversal(seed, rows, STEPS), STEPS, 2);
    }
    ImageSource images = images(String.valueOf(reconstruct), model.data(), count, err);
    int taken = Math.min(count, images.count());
    return ImageIo.grid(latents.reconstructions(images, taken), 2 * PAIRS, 2);
  }

  private static ImageSource images(String set, ImageSpec form, int count, PrintWriter err) {
    ImageSource images =
        DataSets.open(
            set,
            Split.TEST,
            DataOptions.defaults()
                .withSize(form.height() == form.width() ? form.height() : 0)
                .withChannels(form.channels())
                .withLimit(count)
                .withListener(err::println));
    if (images.shape().size() != form.channels() * form.height() * form.width()) {
      throw new SpecException(
          images.name() + " has images of " + images.shape() + "; allowed: " + form.form());
    }
    return images;
  }
}
