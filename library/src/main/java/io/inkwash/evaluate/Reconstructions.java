package io.inkwash.evaluate;

import io.inkwash.data.ImageSource;
import io.inkwash.metric.FeatureCollector;
import io.inkwash.metric.FrechetDistance;
import io.inkwash.metric.MeanAndDeviation;
import io.inkwash.model.ImageEncoder;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.restore.Psnr;
import io.inkwash.restore.Quality;
import io.inkwash.restore.Ssim;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Unseen images and what a model makes of their latents, passed once and compared as 8-bit
 * pictures.
 */
public final class Reconstructions {

  /** How many pairs of pictures are kept. */
  private static final int FIRST = 32;

  private final double[] psnr;
  private final double[] ssim;
  private final double frechet;
  private final List<Picture> pairs = new ArrayList<>();

  /**
   * Makes them.
   *
   * @param model maps images to latents and back
   * @param reference has the unseen images, and the features
   * @param batch images at a time
   */
  Reconstructions(
      ImageEncoder model, ReferenceSet reference, int batch, Evaluation.Listener listener) {
    ImageSource unseen = reference.unseen();
    int count = Math.min(reference.extent().samples(), unseen.count());
    psnr = new double[count];
    ssim = new double[count];
    FeatureCollector real = collector(reference);
    FeatureCollector made = collector(reference);
    for (int first = 0; first < count; first += batch) {
      int end = Math.min(count, first + batch);
      List<Picture> originals =
          IntStream.range(first, end).mapToObj(k -> Pictures.of(unseen, k)).toList();
      List<Picture> back = reconstructed(model, originals);
      for (int k = 0; k < back.size() && pairs.size() < 2 * FIRST; k++) {
        pairs.add(originals.get(k));
        pairs.add(back.get(k));
      }
      try (TensorScope scope = TensorScope.open()) {
        Tensor truth = Pictures.tensor(originals);
        Tensor image = Pictures.tensor(back);
        measure(new Psnr(1), truth, image, psnr, first);
        measure(new Ssim(1), truth, image, ssim, first);
        real.add(truth);
        made.add(image);
      }
      listener.at("reconstructing", end, count);
    }
    frechet = FrechetDistance.between(real.features().moments(), made.features().moments()).value();
  }

  private static FeatureCollector collector(ReferenceSet reference) {
    return new FeatureCollector(reference.extractor(), 0, reference.rng().stream("kept"));
  }

  private static List<Picture> reconstructed(ImageEncoder model, List<Picture> originals) {
    try (TensorScope scope = TensorScope.open();
        ComputeDevice.Use use = model.device().enter()) {
      Tensor x = Pictures.tensor(originals, model.data().range());
      return Pictures.of(model.decode(model.encode(x)), model.data().range());
    }
  }

  private static void measure(
      Quality quality, Tensor truth, Tensor image, double[] into, int first) {
    double[] values = quality.of(truth, image);
    System.arraycopy(values, 0, into, first, values.length);
  }

  /** How many images. */
  public int count() {
    return psnr.length;
  }

  /** Their peak signal-to-noise ratios, those of pictures that came back whole left out. */
  MeanAndDeviation psnr() {
    return MeanAndDeviation.of(DoubleStream.of(psnr).filter(Double::isFinite).toArray());
  }

  /** Their structural similarities. */
  MeanAndDeviation ssim() {
    return MeanAndDeviation.of(Arrays.copyOf(ssim, ssim.length));
  }

  /** The Frechet distance of their features from those of the originals. */
  double frechetDistance() {
    return frechet;
  }

  /** The first of them: original, reconstruction, original, ... */
  public List<Picture> first(int count) {
    return List.copyOf(pairs.subList(0, Math.min(count, pairs.size())));
  }
}
