package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.cli.options.PriorSource;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import io.inkwash.picture.Picture;
import io.inkwash.request.RestorationWords;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.degradation.Degradation;
import io.inkwash.torch.TensorScope;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The images to restore, each with what is known of it: the size of its original, and how strong
 * its noise is. Nothing here reads the model's weights.
 */
final class Problems {
  private final RepairOptions options;
  private final RestorationWords words;
  private final Degradation degradation;
  private final Prior unread;
  private final Supplier<Tensor> mean;
  private final Map<String, Restoration> bySize = new HashMap<>();
  private final Inputs inputs;
  private final double[] levels;

  /**
   * Reads the images. A scope must be open, and stay so.
   *
   * @param source the model, its weights not read
   */
  Problems(RepairOptions options, RestorationWords words, PriorSource source, PrintWriter err) {
    this.options = options;
    this.words = words;
    degradation = words.happened();
    unread = source.unread();
    mean = source.mean(err);
    inputs = options.input.read(wanted(unread.pictures()), resized(unread.pictures()), err);
    levels = words.estimated() ? estimate(err) : new double[inputs.count()];
    words.noise().ifPresent(sigma -> Arrays.fill(levels, sigma));
  }

  /** The images as they were given. */
  Inputs inputs() {
    return inputs;
  }

  /** Whether each image is restored by itself, since they differ in size or noise. */
  boolean singly() {
    return options.input.tile || words.estimated();
  }

  /** The shape of the images that are to be given, for originals of the model's size. */
  private ImageShape wanted(ImageSpec data) {
    return options.simulated()
        ? new ImageShape(data.channels(), data.height(), data.width())
        : base(data.height(), data.width()).given();
  }

  /** Whether images that are not of that size may be resized to it. */
  private boolean resized(ImageSpec data) {
    return options.simulated() || base(data.height(), data.width()).resizable();
  }

  /** How many times smaller than restored images the given ones are. */
  private int factor() {
    return options.simulated() ? 1 : degradation.factor();
  }

  /** The noise of each image, estimated from the image. */
  private double[] estimate(PrintWriter err) {
    double[] found = new double[inputs.count()];
    for (int k = 0; k < found.length; k++) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor y = unread.pixels(inputs.pictures().subList(k, k + 1));
        found[k] = words.estimate().of(y)[0] / unread.unit();
      }
      if (!(found[k] > 0)) {
        throw new SpecException(
            format(
                "%s: no noise is seen in it; give its standard deviation with --noise",
                inputs.names().get(k)));
      }
    }
    err.printf(
        Locale.ROOT,
        "noise is estimated to be %.3f to %.3f, where black is -1 and white is 1%n",
        Arrays.stream(found).min().orElseThrow(),
        Arrays.stream(found).max().orElseThrow());
    return found;
  }

  /** The restoration of image k by a model, and of those after it if they are alike. */
  Restoration of(Prior prior, int k) {
    Picture picture = inputs.pictures().get(k);
    boolean tiled = options.input.tile;
    int height = tiled ? picture.height() * factor() : unread.pictures().height();
    int width = tiled ? picture.width() * factor() : unread.pictures().width();
    Restoration base = base(height, width);
    long[] measured = base.measured(1);
    boolean fits = measured[2] == picture.height() && measured[3] == picture.width();
    if (!options.simulated() && !fits) {
      throw new SpecException(
          format(
              "%s is %dx%d, which is not what is measured of an image of that size; leave --tile out",
              inputs.names().get(k), picture.width(), picture.height()));
    }
    return base.by(prior.on(height, width, options.batch())).withNoise(levels[k]);
  }

  private Restoration base(int height, int width) {
    return bySize.computeIfAbsent(
        height + "x" + width,
        size ->
            Restoration.of(
                unread.on(height, width, options.batch()),
                degradation,
                0,
                mean,
                options.sampler.seed()));
  }

  /**
   * What was measured of so many images from the first on: simulated now, if they are the truth.
   */
  Tensor measured(Prior prior, int first, int images) {
    Tensor given = given(prior, first, images);
    return options.simulated() ? of(prior, first).measure(given, first) : given;
  }

  /** So many images as they were given. */
  Tensor given(Prior prior, int first, int images) {
    List<Picture> pictures = inputs.pictures().subList(first, first + images);
    return prior.pixels(pictures);
  }
}
