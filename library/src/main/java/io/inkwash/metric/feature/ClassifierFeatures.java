package io.inkwash.metric.feature;

import io.inkwash.data.Sha256;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Precision;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The features that a classifier ends in, and its probabilities. The pass is in evaluation mode, in
 * float32 whatever the precision of the sampling around it, and without gradients.
 */
public final class ClassifierFeatures implements FeatureExtractor {
  private final String name;
  private final Owned<? extends FeatureNet> network;
  private final String contentHash;

  private ClassifierFeatures(String name, Owned<? extends FeatureNet> network) {
    this.name = name;
    this.network = network;
    FeatureNet net = network.value();
    net.eval();
    try (TensorScope scope = TensorScope.open()) {
      Sha256 sha = new Sha256().line(net.getClass().getSimpleName() + ", " + net.resizeRule());
      net.stateDict().forEach((weight, tensor) -> add(sha, weight, tensor));
      contentHash = sha.hex();
    }
  }

  /** Adds name, shape and float32 values of a weight. */
  private static void add(Sha256 sha, String weight, Tensor tensor) {
    sha.line(weight + " " + Arrays.toString(Tensors.shape(tensor)));
    float[] values = Tensors.toFloats(tensor);
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    sha.add(bytes);
  }

  /** Features of a network that is ready; closing them closes it. */
  public static ClassifierFeatures of(String name, Owned<? extends FeatureNet> network) {
    return new ClassifierFeatures(name, network);
  }

  /**
   * Builds a network and fills it with weights.
   *
   * @param weights by the names of the network's state dict; copied
   * @param source where they come from, for the message
   * @throws io.inkwash.torch.StateDictException if the weights do not fit
   */
  public static ClassifierFeatures load(
      String name, Supplier<? extends FeatureNet> build, StateDict weights, String source) {
    return of(
        name,
        Owned.of(
            () -> {
              FeatureNet net = build.get();
              net.load(weights, source);
              return net;
            }));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int width() {
    return network.value().width();
  }

  @Override
  public int classes() {
    return network.value().classes();
  }

  @Override
  public String resizeRule() {
    return network.value().resizeRule();
  }

  @Override
  public String contentHash() {
    return contentHash;
  }

  @Override
  public int batch() {
    return network.value().batch();
  }

  @Override
  public Activations activations(Tensor pixels) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off();
        Autocast plain = Precision.FP32.enter()) {
      FeatureNet net = network.value();
      Tensor features = net.features(net.prepare(pixels));
      Tensor probabilities = net.logits(features).softmax(1);
      return new Activations(scope.keep(features), scope.keep(probabilities));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
