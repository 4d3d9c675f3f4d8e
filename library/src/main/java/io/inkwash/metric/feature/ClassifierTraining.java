package io.inkwash.metric.feature;

import static io.inkwash.format.Text.format;

import io.inkwash.data.Augment;
import io.inkwash.data.Batch;
import io.inkwash.data.BatchStream;
import io.inkwash.data.ImageSource;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.NoisyImageClassifier;
import io.inkwash.nn.classifier.NoisyImageNet;
import io.inkwash.torch.AdamRule;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Net;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How classifiers are trained: cross-entropy by Adam, with a learning rate that falls along half a
 * cosine to zero. Equal values, images and thread counts give equal weights.
 *
 * @param epochs passes over the images, 1 or more
 * @param batch images a step, 1 or more
 * @param rate the first learning rate, above 0
 * @param seed decides the first weights and the order of images
 */
public record ClassifierTraining(int epochs, int batch, double rate, long seed) {

  /** Refuses what cannot be trained with. */
  public ClassifierTraining {
    if (epochs < 1 || batch < 1 || !(rate > 0)) {
      throw new IllegalArgumentException(
          format(
              "training for %s epochs by %s images at rate %s; allowed: 1 or more, 1 or more, above 0",
              epochs, batch, rate));
    }
  }

  /** Receives the progress of a training. */
  @FunctionalInterface
  public interface Listener {

    /** After a step, 1 to {@code steps}, with its loss in nats. */
    void stepped(long step, long steps, double loss);
  }

  /** The loss of a batch, a scalar to be derived. */
  private interface Loss {
    Tensor of(Tensor pixels, Tensor labels, long step);
  }

  private record Fit(Parameters parameters, OptimizerState optimizer) {}

  /**
   * Trains a network on labeled images. The caller closes it.
   *
   * @throws IllegalArgumentException if the images have no labels
   */
  public Owned<LeNet> train(ImageSource source, Listener listener) {
    Owned<LeNet> network = Owned.of(() -> new LeNet(source.classes()));
    LeNet net = network.value();
    return trained(
        network,
        source,
        PixelRange.UNIT,
        listener,
        (pixels, labels, step) ->
            torch.cross_entropy_loss(net.logits(net.features(net.prepare(pixels))), labels));
  }

  /**
   * Trains a network on labeled images with noise of random levels, log-uniform over those of
   * {@link NoisyImageClassifier}. The caller closes it.
   *
   * @param width see {@link NoisyImageNet.Config}
   * @throws IllegalArgumentException if the images have no labels
   */
  public Owned<NoisyImageNet> trainNoisy(ImageSource source, int width, Listener listener) {
    NoisyImageNet.Config config =
        new NoisyImageNet.Config(source.shape().channels(), source.classes(), width);
    Owned<NoisyImageNet> network = Owned.of(() -> new NoisyImageNet(config));
    Rng noise = Rng.seed(seed).stream("noise");
    return trained(
        network,
        source,
        PixelRange.SYMMETRIC,
        listener,
        (pixels, labels, step) -> {
          Noised noised = Noised.draw(pixels, noise.at(step));
          return torch.cross_entropy_loss(
              network.value().logits(noised.scaled(), noised.logLevels()), labels);
        });
  }

  private <N extends Net> Owned<N> trained(
      Owned<N> network, ImageSource source, PixelRange range, Listener listener, Loss loss) {
    try {
      train(network.value(), source, range, listener, loss);
      return network;
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  private void train(Net net, ImageSource source, PixelRange range, Listener listener, Loss loss) {
    Rng rng = Rng.seed(seed);
    net.initialize(torch.make_generator_cpu(rng.stream("init").key()));
    net.train(true);
    long steps = ((long) epochs * source.count() + batch - 1) / batch;
    try (Owned<Fit> fit =
            Owned.of(
                () -> {
                  Parameters parameters = new Parameters(net);
                  return new Fit(parameters, AdamRule.standard().start(parameters));
                });
        BatchStream batches = new BatchStream(source, batch, range, Augment.NONE, seed, 0)) {
      for (long step = 0; step < steps; step++) {
        double value = accumulate(loss, step, fit.value().parameters(), batches.next());
        fit.value().optimizer().step(rate * (1 + Math.cos(Math.PI * step / steps)) / 2);
        listener.stepped(step + 1, steps, value);
      }
    }
  }

  private static double accumulate(Loss loss, long step, Parameters parameters, Batch batch) {
    parameters.zeroGradients();
    try (TensorScope scope = TensorScope.open()) {
      long[] labels = Arrays.stream(batch.labels()).asLongStream().toArray();
      Tensor pixels =
          Tensors.of(
              batch.pixels(),
              batch.count(),
              batch.shape().channels(),
              batch.shape().height(),
              batch.shape().width());
      Tensor value = loss.of(pixels, Tensors.of(labels, labels.length), step);
      value.backward();
      return value.item().toDouble();
    }
  }

  /** The accuracy of an extractor's classifier on all images of a labeled source. */
  public static ConditionalAccuracy accuracy(FeatureExtractor classifier, ImageSource source) {
    return accuracy(classifier, source, source.count());
  }

  /**
   * The accuracy of an extractor's classifier on the first images of a labeled source.
   *
   * @param most how many; fewer where the source has fewer
   */
  public static ConditionalAccuracy accuracy(
      FeatureExtractor classifier, ImageSource source, int most) {
    int count = Math.min(most, source.count());
    RunningAccuracy running = new RunningAccuracy(classifier.classes());
    for (int from = 0; from < count; from += classifier.batch()) {
      int first = from;
      int[] indices = new int[Math.min(classifier.batch(), count - from)];
      Arrays.setAll(indices, i -> first + i);
      try (TensorScope scope = TensorScope.open()) {
        Tensor probabilities =
            classifier.activations(Pixels.batch(source, indices)).probabilities();
        if (probabilities == null) {
          throw new IllegalArgumentException(
              classifier.name() + " does not classify; allowed: a network, such as digits-lenet");
        }
        running.add(probabilities, Arrays.stream(indices).map(source::label).toArray());
      }
    }
    return running.accuracy();
  }

  /**
   * The accuracy of a network on images with noise of one level.
   *
   * @param level the noise's standard deviation beside pixels in [-1, 1], above 0
   * @param most how many images, from the first
   */
  public static ConditionalAccuracy noisyAccuracy(
      NoisyImageNet network, ImageSource source, double level, int most, long seed) {
    RunningAccuracy running = new RunningAccuracy(source.classes());
    int count = Math.min(most, source.count());
    int batch = 256;
    for (int from = 0; from < count; from += batch) {
      int first = from;
      int[] indices = new int[Math.min(batch, count - from)];
      Arrays.setAll(indices, i -> first + i);
      try (TensorScope scope = TensorScope.open();
          Grad off = Grad.off()) {
        Tensor pixels = Pixels.batch(source, indices).mul(new Scalar(2.0)).sub(new Scalar(1.0));
        Noised noised = Noised.at(pixels, level, Rng.seed(seed).stream("noise").at(first));
        running.add(
            network.logits(noised.scaled(), noised.logLevels()),
            Arrays.stream(indices).map(source::label).toArray());
      }
    }
    return running.accuracy();
  }
}
