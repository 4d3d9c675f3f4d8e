package io.inkwash.evaluate;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.PixelRange;
import io.inkwash.metric.Score;
import io.inkwash.model.LikelihoodModel;
import io.inkwash.nn.Conditioning;
import io.inkwash.solve.Likelihood;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The likelihood of images by each of a model's estimators.
 *
 * @param model the model
 * @param estimator the name of the only one; {@code all} for all
 * @param tolerance of those that follow a flow
 */
record ModelLikelihood(LikelihoodModel model, String estimator, double tolerance)
    implements ImageLikelihood {

  /** By all estimators. */
  ModelLikelihood(LikelihoodModel model) {
    this(model, UnseenBits.ALL, LikelihoodModel.TOLERANCE);
  }

  @Override
  public ImageLikelihood by(String other, double otherTolerance) {
    return new ModelLikelihood(model, other, otherTolerance);
  }

  @Override
  public void check() {
    model.checkLikelihood();
    Set<String> names = model.likelihoods(tolerance).keySet();
    if (!estimator.equals(UnseenBits.ALL) && !names.contains(estimator)) {
      throw new SpecException(
          format(
              "likelihood by %s; allowed for this model: %s or %s",
              estimator, UnseenBits.ALL, String.join(", ", names)));
    }
  }

  @Override
  public Findings of(
      ImageSource images, int count, int batch, long seed, Evaluation.Listener listener) {
    Findings all = Findings.NONE;
    for (Map.Entry<String, LikelihoodModel.Estimator> each :
        model.likelihoods(tolerance).entrySet()) {
      if (!estimator.equals(UnseenBits.ALL) && !estimator.equals(each.getKey())) {
        continue;
      }
      Likelihood sum = null;
      for (int first = 0; first < count; first += batch) {
        int end = Math.min(count, first + batch);
        Likelihood part = part(each.getValue(), images, first, end, seed);
        sum = sum == null ? part : sum.with(part);
        listener.at("likelihood: " + each.getKey(), end, count);
      }
      all = all.and(finding("nll-" + each.getKey(), Objects.requireNonNull(sum)));
    }
    return all;
  }

  private Likelihood part(
      LikelihoodModel.Estimator estimator, ImageSource images, int from, int to, long seed) {
    try (TensorScope scope = TensorScope.open();
        ComputeDevice.Use use = model.device().enter()) {
      Rng key = Rng.seed(seed).stream("likelihood");
      return estimator.of(pixels(images, from, to), conditioning(images, from, to), key, from);
    }
  }

  private Conditioning conditioning(ImageSource images, int from, int to) {
    return model
        .recipe()
        .condition()
        .of(
            IntStream.range(from, to).map(images::label).toArray(),
            IntStream.range(from, to).mapToObj(images::caption).toList());
  }

  private Tensor pixels(ImageSource images, int from, int to) {
    PixelRange range = model.data().range();
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

  private static Findings finding(String name, Likelihood likelihood) {
    double error = likelihood.error();
    StringBuilder note = new StringBuilder("of " + likelihood.images() + " unseen images");
    String separator = ": ";
    for (String term : likelihood.names()) {
      note.append(separator).append(term).append(format(" %.4f", likelihood.total(term)));
      separator = ", ";
    }
    return Findings.of(
        new Finding(
            name,
            likelihood.bitsPerDim(),
            Double.isNaN(error) ? null : error,
            null,
            Score.Better.LOWER,
            note.toString()));
  }
}
