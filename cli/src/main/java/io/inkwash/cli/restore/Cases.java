package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import io.inkwash.picture.Picture;
import io.inkwash.restore.DegradationTask;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.Task;
import io.inkwash.torch.TensorScope;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The images to restore, each with what is known of it: how large it was, and how strong its noise.
 * Nothing here reads the model's weights.
 */
final class Cases {
  private final RepairOptions options;
  private final DegradationTask damage;
  private final Prior unread;
  private final TrainingMean mean;
  private final Map<String, Restoration> bySize = new HashMap<>();
  private final int factor;
  private final Inputs inputs;
  private final double[] levels;

  /**
   * Reads the images. A scope must be open, and stay so.
   *
   * @param unread the model without its weights
   */
  Cases(RepairOptions options, DegradationTask damage, Prior unread, PrintWriter err) {
    this.options = options;
    this.damage = damage;
    this.unread = unread;
    mean = new TrainingMean(unread, options.run, err);
    ImageSpec data = unread.data();
    factor =
        damage.task() == Task.SUPERRES
            ? data.height() / (int) base(data.height(), data.width()).measured(1)[2]
            : 1;
    inputs = options.input.read(wanted(data), err);
    levels = judged() ? judge(err) : new double[inputs.count()];
    if (options.noise != null) {
      Arrays.fill(levels, options.noise);
    }
  }

  /** The images as they were given. */
  Inputs inputs() {
    return inputs;
  }

  /** Whether each image is a case of its own. */
  boolean singly() {
    return options.input.tile || judged();
  }

  /** How strong the noise is, in words. */
  String noise() {
    return judged()
        ? "judged by the image"
        : Double.toString(options.noise == null ? 0 : options.noise);
  }

  private boolean judged() {
    return damage.task() == Task.DENOISE && options.noise == null;
  }

  /** The shape of images of the model's size, as they are given. */
  private ImageShape wanted(ImageSpec data) {
    boolean gray = damage.task() == Task.COLORIZE && !options.simulated();
    return new ImageShape(
        gray ? 1 : data.channels(), data.height() / smaller(), data.width() / smaller());
  }

  /** How many times smaller than restored images the given ones are. */
  private int smaller() {
    return options.simulated() ? 1 : factor;
  }

  /** The noise of each image, judged by the image. */
  private double[] judge(PrintWriter err) {
    double[] found = new double[inputs.count()];
    for (int k = 0; k < found.length; k++) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor y = unread.tensor(inputs.pictures().subList(k, k + 1));
        found[k] = options.judge.of(y)[0] / unread.unit();
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
        "noise is judged to be %.3f to %.3f, where black is -1 and white is 1%n",
        Arrays.stream(found).min().orElseThrow(),
        Arrays.stream(found).max().orElseThrow());
    return found;
  }

  /** The restoration of image k by a model, and of those after it if they are alike. */
  Restoration of(Prior prior, int k) {
    Picture picture = inputs.pictures().get(k);
    int height = picture.height() * smaller();
    int width = picture.width() * smaller();
    return base(height, width)
        .by(prior.on(height, width, options.sampler.batch()))
        .withNoise(levels[k]);
  }

  private Restoration base(int height, int width) {
    return bySize.computeIfAbsent(
        height + "x" + width,
        size ->
            Restoration.of(
                unread.on(height, width, options.sampler.batch()),
                damage,
                0,
                mean,
                options.sampler.seed()));
  }

  /** What was measured of so many images from the first on: damaged now, if they are the truth. */
  Tensor measured(Prior prior, int first, int images) {
    Tensor given = given(prior, first, images);
    return options.simulated() ? of(prior, first).measure(given, first) : given;
  }

  /** So many images as they were given. */
  Tensor given(Prior prior, int first, int images) {
    List<Picture> pictures = inputs.pictures().subList(first, first + images);
    return prior.tensor(pictures);
  }
}
