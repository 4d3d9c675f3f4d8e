package io.inkwash.evaluate;

import io.inkwash.data.open.DataListener;
import io.inkwash.file.FileException;
import io.inkwash.file.Safetensors;
import io.inkwash.file.SafetensorsException;
import io.inkwash.file.TensorData;
import io.inkwash.metric.FeatureCache;
import io.inkwash.metric.Features;
import io.inkwash.metric.InceptionScore;
import io.inkwash.metric.Moments;
import io.inkwash.metric.feature.FeatureMatrix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Features of real images in a folder, a safetensors file a set. A file that cannot be read counts
 * as missing: it is made anew. Where one cannot be written, a notice says so and the work goes on.
 *
 * @param folder where they are; made when the first is kept
 * @param listener receives the notice
 */
public record StoredFeatures(Path folder, DataListener listener) implements FeatureCache {

  @Override
  public Optional<Features> find(String key) {
    Path file = file(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(features(Safetensors.read(file).tensors()));
    } catch (SafetensorsException | FileException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public void keep(String key, Features features) {
    Moments moments = features.moments();
    FeatureMatrix kept = features.kept();
    long width = moments.width();
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put("count", TensorData.ofLongs(new long[] {moments.count()}));
    tensors.put("mean", TensorData.ofDoubles(moments.mean(), width));
    tensors.put("covariance", TensorData.ofDoubles(moments.covariance(), width, width));
    tensors.put("kept", TensorData.ofFloats(kept.values(), kept.count(), width));
    features
        .inceptionScore()
        .ifPresent(
            score ->
                tensors.put(
                    "score",
                    TensorData.ofDoubles(
                        new double[] {score.mean(), score.deviation(), score.splits()}, 3)));
    try {
      Safetensors.write(file(key), Map.of(), tensors);
    } catch (FileException e) {
      listener.notice("features of real images are not kept: " + e.getMessage());
    }
  }

  private static Features features(Map<String, TensorData> tensors) {
    double[] mean = tensor(tensors, "mean").toDoubles();
    TensorData kept = tensor(tensors, "kept");
    Optional<InceptionScore> score =
        Optional.ofNullable(tensors.get("score"))
            .map(TensorData::toDoubles)
            .map(s -> new InceptionScore(s[0], s[1], (int) s[2]));
    return new Features(
        new Moments(
            tensor(tensors, "count").toLongs()[0], mean, tensor(tensors, "covariance").toDoubles()),
        new FeatureMatrix(kept.toFloats(), (int) kept.shape()[0], mean.length),
        score);
  }

  private static TensorData tensor(Map<String, TensorData> tensors, String name) {
    TensorData tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("features without " + name);
    }
    return tensor;
  }

  private Path file(String key) {
    return folder.resolve(key + ".safetensors");
  }
}
