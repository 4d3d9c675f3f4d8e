package io.inkwash.evaluate;

import static io.inkwash.format.Text.format;

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
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The likelihood of images by each of a model's estimators.
 *
 * @param model the model
 */
record ModelLikelihood(LikelihoodModel model) implements ImageLikelihood {

  @Override
  public void check() {
    model.checkLikelihood();
  }

  @Override
  public Findings of(
      ImageSource images, int count, int batch, long seed, Evaluation.Listener listener) {
    Findings all = Findings.NONE;
    for (Map.Entry<String, LikelihoodModel.Estimator> each : model.likelihoods().entrySet()) {
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
