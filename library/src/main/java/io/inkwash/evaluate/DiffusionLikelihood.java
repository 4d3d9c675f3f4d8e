package io.inkwash.evaluate;

import io.inkwash.data.ImageSource;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.PixelBins;
import io.inkwash.metric.Score;
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
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The likelihood of a diffusion model by two estimates that agree for a perfect model: the
 * variational bound over its steps, where it has a table of them, and the density of its
 * probability flow with the bytes spread over their bins.
 *
 * @param model the model
 */
record DiffusionLikelihood(TrainedModel model) implements ImageLikelihood {

  @Override
  public Findings of(
      ImageSource images, int count, int batch, long seed, Evaluation.Listener listener) {
    Batches batches = new Batches(images, count, batch, seed, listener);
    return model.method().path().discrete() ? bound(batches).and(flow(batches)) : flow(batches);
  }

  /**
   * The bound over every timestep, with the model's variance: of the model that ancestral sampling
   * draws from, so its estimates are thresholded as the recipe's are. Where next to nothing is left
   * of the image, an estimate without a threshold lies far outside the range of pixels, and the
   * first few steps alone can cost a bit.
   */
  private Findings bound(Batches batches) {
    DiffusionMethod method = model.method();
    Threshold threshold = method.drawing().threshold();
    BoundLikelihood rule = BoundLikelihood.everyStep(method.path(), method.variance(), bins());
    Likelihood bound =
        batches.sum(
            "bounding likelihoods",
            (denoiser, x, rng, first) ->
                rule.of(threshold.apply(denoiser, range()), x, rng, first));
    return finding(
        "nll-bound",
        bound,
        "of %d unseen images: prior %.4f, steps %.4f, decoder %.4f",
        bound.images(),
        bound.total("prior"),
        bound.total("step"),
        bound.total("decoder"));
  }

  /** The density of the flow, along one direction of random signs. */
  private Findings flow(Batches batches) {
    FlowLikelihood rule = FlowLikelihood.of(model.method().path());
    Likelihood flow =
        batches.sum(
            "following flows",
            (denoiser, x, rng, first) ->
                rule.ofBytes(denoiser, x, bins(), Dequantization.UNIFORM, rng, first));
    return finding(
        "nll-flow",
        flow,
        "of %d unseen images, Hutchinson's estimate along one direction of signs",
        flow.images());
  }

  private static Findings finding(
      String name, Likelihood likelihood, String note, Object... numbers) {
    double error = likelihood.error();
    return Findings.of(
        new Finding(
            name,
            likelihood.bitsPerDim(),
            Double.isNaN(error) ? null : error,
            null,
            Score.Better.LOWER,
            String.format(Locale.ROOT, note, numbers)));
  }

  private PixelRange range() {
    return model.recipe().data().range();
  }

  private PixelBins bins() {
    return PixelBins.of(range().low(), range().high());
  }

  /** The likelihood of one batch. */
  private interface Rule {
    Likelihood of(Denoiser denoiser, Tensor images, Rng rng, long first);
  }

  /** The images to be measured. */
  private final class Batches {
    private final ImageSource images;
    private final int count;
    private final int batch;
    private final Rng rng;
    private final Evaluation.Listener listener;

    Batches(ImageSource images, int count, int batch, long seed, Evaluation.Listener listener) {
      this.images = images;
      this.count = count;
      this.batch = batch;
      this.listener = listener;
      rng = Rng.seed(seed).stream("likelihood");
    }

    Likelihood sum(String task, Rule rule) {
      Likelihood sum = null;
      for (int first = 0; first < count; first += batch) {
        int end = Math.min(count, first + batch);
        try (TensorScope scope = TensorScope.open()) {
          Denoiser denoiser = model.denoiser(condition(first, end));
          Likelihood part = rule.of(denoiser, pixels(first, end), rng, first);
          sum = sum == null ? part : sum.with(part);
        }
        listener.at(task, end, count);
      }
      return Objects.requireNonNull(sum);
    }

    private Condition condition(int from, int to) {
      return model.recipe().data().classes() == 0
          ? Condition.none()
          : Condition.of(IntStream.range(from, to).map(images::label).toArray());
    }

    private Tensor pixels(int from, int to) {
      int size = images.shape().size();
      byte[] bytes = new byte[size];
      float[] values = new float[(to - from) * size];
      for (int k = from; k < to; k++) {
        images.read(k, bytes, 0);
        for (int i = 0; i < size; i++) {
          values[(k - from) * size + i] = range().toFloat(bytes[i]);
        }
      }
      return Tensors.of(
          values,
          to - from,
          images.shape().channels(),
          images.shape().height(),
          images.shape().width());
    }
  }
}
