package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.data.Augment;
import io.inkwash.data.Batch;
import io.inkwash.data.BatchStream;
import io.inkwash.data.ImageSource;
import io.inkwash.data.PixelRange;
import io.inkwash.torch.AdamRule;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How a {@link LeNet} learns to classify: cross-entropy by Adam, with a learning rate that falls
 * along half a cosine to zero. Equal values, images and thread counts give equal weights.
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

  /** Hears how a training goes. */
  @FunctionalInterface
  public interface Listener {

    /** After a step, 1 to {@code steps}, with its loss in nats. */
    void stepped(long step, long steps, double loss);
  }

  private record Fit(Parameters parameters, OptimizerState optimizer) {}

  /**
   * Trains a network on labeled images. The caller closes it.
   *
   * @throws IllegalArgumentException if the images have no labels
   */
  public Owned<LeNet> train(ImageSource source, Listener listener) {
    Owned<LeNet> network = Owned.of(() -> new LeNet(source.classes()));
    try {
      train(network.value(), source, listener);
      return network;
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  private void train(LeNet net, ImageSource source, Listener listener) {
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
        BatchStream batches =
            new BatchStream(source, batch, PixelRange.UNIT, Augment.NONE, seed, 0)) {
      for (long step = 0; step < steps; step++) {
        double loss = accumulate(net, fit.value().parameters(), batches.next());
        fit.value().optimizer().step(rate * (1 + Math.cos(Math.PI * step / steps)) / 2);
        listener.stepped(step + 1, steps, loss);
      }
    }
  }

  private static double accumulate(LeNet net, Parameters parameters, Batch batch) {
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
      Tensor logits = net.logits(net.features(net.prepare(pixels)));
      Tensor loss = torch.cross_entropy_loss(logits, Tensors.of(labels, labels.length));
      loss.backward();
      return loss.item().toDouble();
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
}
