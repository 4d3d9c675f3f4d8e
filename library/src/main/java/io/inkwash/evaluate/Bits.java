package io.inkwash.evaluate;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.PixelBins;
import io.inkwash.model.TrainedModel;
import io.inkwash.nn.Condition;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.Threshold;
import io.inkwash.solve.BoundLikelihood;
import io.inkwash.solve.Dequantization;
import io.inkwash.solve.FlowLikelihood;
import io.inkwash.solve.Likelihood;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * How many bits a pixel a model needs for images that it has not seen, by two ways that agree on a
 * perfect model: the variational bound of its steps, and the density of its probability flow with
 * the bytes spread over their bins.
 *
 * @param model the model
 * @param images the images; the first {@code count} are measured
 * @param count how many
 * @param batch images at a time
 * @param seed of noise, directions and places in bins
 */
public record Bits(TrainedModel model, ImageSource images, int count, int batch, long seed) {

  /** Checks that there are so many images, of the model's form. */
  public Bits {
    ImageSpec form = model.recipe().data();
    if (count < 1 || count > images.count()) {
      throw new SpecException(
          "likelihood of %d images of %s; allowed: 1 to %d"
              .formatted(count, images.name(), images.count()));
    }
    if (images.shape().size() != form.channels() * form.height() * form.width()) {
      throw new SpecException(
          "%s has images of %s, the model is of %dx%d with %d channels"
              .formatted(
                  images.name(), images.shape(), form.width(), form.height(), form.channels()));
    }
  }

  /** Whether the bound is defined: the model steps through a table. */
  public boolean bounded() {
    return model.method().path().discrete();
  }

  /**
   * The bound over every timestep, with the model's variance: of the model that ancestral sampling
   * draws from, so its estimates are held to the range of pixels as the recipe holds them. Where
   * next to nothing is left of the image, an estimate that is not held lies far outside, and the
   * first few steps alone can cost a bit.
   *
   * @param progress hears how many images are done
   */
  public Likelihood bound(IntConsumer progress) {
    DiffusionMethod method = model.method();
    Threshold threshold = method.drawing().threshold();
    BoundLikelihood bound =
        BoundLikelihood.everyStep(method.path(), method.variance(), PixelBins.of(low(), high()));
    return batches(
        progress,
        (denoiser, x, rng, first) ->
            bound.of(threshold.apply(denoiser, model.recipe().data().range()), x, rng, first));
  }

  /**
   * The density of the flow, along one direction of random signs.
   *
   * @param progress hears how many images are done
   */
  public Likelihood flow(IntConsumer progress) {
    FlowLikelihood flow = FlowLikelihood.of(model.method().path());
    PixelBins bins = PixelBins.of(low(), high());
    return batches(
        progress,
        (denoiser, x, rng, first) ->
            flow.ofBytes(denoiser, x, bins, Dequantization.UNIFORM, rng, first));
  }

  private interface EvaluationMetric {
    Likelihood of(Denoiser denoiser, Tensor images, Rng rng, long first);
  }

  private Likelihood batches(IntConsumer progress, EvaluationMetric measure) {
    Rng rng = Rng.seed(seed).stream("likelihood");
    Likelihood sum = null;
    for (int first = 0; first < count; first += batch) {
      int end = Math.min(count, first + batch);
      try (TensorScope scope = TensorScope.open()) {
        Likelihood part =
            measure.of(model.denoiser(condition(first, end)), pixels(first, end), rng, first);
        sum = sum == null ? part : sum.with(part);
      }
      progress.accept(end);
    }
    return Objects.requireNonNull(sum);
  }

  private Condition condition(int from, int to) {
    return model.recipe().data().classes() == 0
        ? Condition.none()
        : Condition.of(IntStream.range(from, to).map(images::label).toArray());
  }

  private Tensor pixels(int from, int to) {
    PixelRange range = model.recipe().data().range();
    int size = images.shape().size();
    byte[] bytes = new byte[size];
    float[] values = new float[(to - from) * size];
    for (int k = from; k < to; k++) {
      images.read(k, bytes, 0);
      for (int i = 0; i < size; i++) {
        values[(k - from) * size + i] = range.toFloat(bytes[i]);
      }
    }
    return Tensors.of(
        values,
        to - from,
        images.shape().channels(),
        images.shape().height(),
        images.shape().width());
  }

  private double low() {
    return model.recipe().data().range().low();
  }

  private double high() {
    return model.recipe().data().range().high();
  }
}
