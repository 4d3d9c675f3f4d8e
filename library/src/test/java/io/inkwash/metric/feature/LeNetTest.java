package io.inkwash.metric.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.open.DataListener;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.Reading;
import io.inkwash.metric.Toys;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Owned;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The small classifier: its shape, what it does to images, and that it learns. */
@ExtendWith(NativeLeakGuard.class)
class LeNetTest {

  private static ImageSource digits(Split split, int limit) {
    DataOptions options =
        new DataOptions(
            0, 0, 0, limit, Reading.DEFAULT, null, Path.of("nowhere"), DataListener.QUIET);
    return DataSets.open("digits", split, options);
  }

  private static ClassifierFeatures untrained(long seed) {
    return ClassifierFeatures.of(
        "lenet",
        Owned.of(
            () -> {
              LeNet net = new LeNet(10);
              net.initialize(torch.make_generator_cpu(seed));
              return net;
            }));
  }

  @Test
  void weightsHaveTheirNamesAndNumber() {
    LeNet net = new LeNet(10);
    StateDict state = net.stateDict();
    assertThat(state.keySet())
        .containsExactly(
            "conv1.weight",
            "conv1.bias",
            "conv2.weight",
            "conv2.bias",
            "fc1.weight",
            "fc1.bias",
            "fc2.weight",
            "fc2.bias",
            "fc3.weight",
            "fc3.bias");
    assertThat(state.values().stream().mapToLong(Tensor::numel).sum()).isEqualTo(127_462);
  }

  @Test
  void imagesOfAnySizeAndColorAreTaken() {
    LeNet net = new LeNet(10);
    Tensor gray = Tensors.of(new float[28 * 28], 1, 1, 28, 28);
    assertThat(Tensors.toFloats(net.prepare(gray))).containsOnly(-1f);
    // one red pixel of 56x56: bilinear without smoothing sees the middle of each four, a quarter
    float[] red = new float[3 * 56 * 56];
    red[56 * 10 + 20] = 1;
    float[] prepared = Tensors.toFloats(net.prepare(Tensors.of(red, 1, 3, 56, 56)));
    assertThat(prepared).hasSize(28 * 28);
    assertThat(prepared[28 * 5 + 10]).isCloseTo(-1 + 2 * 0.299f / 4, within(1e-6f));
    assertThatThrownBy(() -> net.prepare(Tensors.zeros(1, 2, 28, 28)))
        .hasMessage("images of 2 channels; allowed: 1 (gray) or 3 (RGB)");
    assertThatThrownBy(() -> new LeNet(0)).hasMessageContaining("it needs labeled images");
  }

  @Test
  void activationsAreFeaturesAndProbabilities() {
    try (ClassifierFeatures net = untrained(1)) {
      Tensor images = Pixels.batch(digits(Split.TRAIN, 20), Toys.first(20));
      Activations seen = net.activations(images);
      assertThat(Tensors.shape(seen.features())).containsExactly(20, 84);
      assertThat(seen.features().min().item().toDouble()).isGreaterThanOrEqualTo(0);
      assertThat(seen.features().requires_grad()).isFalse();
      for (double sum : Tensors.toDoubles(seen.probabilities().sum(1))) {
        assertThat(sum).isCloseTo(1, within(1e-6));
      }
      // an image's features do not depend on the images beside it, but for the order of sums
      float[] alone = Tensors.toFloats(net.activations(images.narrow(0, 7, 1)).features());
      float[] among = Tensors.toFloats(seen.features().narrow(0, 7, 1));
      for (int i = 0; i < alone.length; i++) {
        assertThat(alone[i]).isCloseTo(among[i], within(1e-6f));
      }
    }
  }

  @Test
  void theHashIsThatOfTheWeights() {
    try (ClassifierFeatures one = untrained(1);
        ClassifierFeatures same = untrained(1);
        ClassifierFeatures other = untrained(2)) {
      assertThat(one.contentHash()).matches("[0-9a-f]{64}").isEqualTo(same.contentHash());
      assertThat(other.contentHash()).isNotEqualTo(one.contentHash());
    }
  }

  @Test
  void itLearnsDrawnDigits() {
    ImageSource train = digits(Split.TRAIN, 500);
    ImageSource test = digits(Split.TEST, 200);
    ClassifierTraining training = new ClassifierTraining(3, 25, 2e-3, 5);
    List<Double> losses = new ArrayList<>();
    try (ClassifierFeatures net =
        ClassifierFeatures.of(
            "lenet", training.train(train, (step, steps, loss) -> losses.add(loss)))) {
      assertThat(losses).hasSize(60);
      assertThat(losses.get(0)).isCloseTo(Math.log(10), within(0.1));
      // guessing is right in a tenth
      assertThat(ClassifierTraining.accuracy(net, test).value()).isGreaterThan(0.9);
    }
  }

  @Test
  void equalTrainingsGiveEqualWeights() {
    ImageSource train = digits(Split.TRAIN, 60);
    ClassifierTraining training = new ClassifierTraining(1, 20, 1e-3, 5);
    assertThat(hash(training, train)).isEqualTo(hash(training, train));
    assertThat(hash(new ClassifierTraining(1, 20, 1e-3, 6), train))
        .isNotEqualTo(hash(training, train));
  }

  private static String hash(ClassifierTraining training, ImageSource train) {
    try (ClassifierFeatures net =
        ClassifierFeatures.of("lenet", training.train(train, (step, steps, loss) -> {}))) {
      return net.contentHash();
    }
  }

  @Test
  void whatCannotBeTrainedIsRefused() {
    assertThatThrownBy(() -> new ClassifierTraining(0, 64, 1e-3, 0))
        .hasMessageContaining("training for 0 epochs");
    ClassifierTraining training = new ClassifierTraining(1, 2, 1e-3, 0);
    StoredImages unlabeled =
        StoredImages.unlabeled(
            "plain", digits(Split.TRAIN, 1).shape(), new byte[][] {new byte[784]});
    assertThatThrownBy(() -> training.train(unlabeled, (step, steps, loss) -> {}))
        .hasMessageContaining("LeNet for 0 classes");
    try (TensorScope scope = TensorScope.open()) {
      assertThatThrownBy(
              () ->
                  ClassifierTraining.accuracy(
                      new RawPixels(unlabeled.shape()), digits(Split.TEST, 4)))
          .hasMessageContaining("pixels does not classify");
    }
  }
}
