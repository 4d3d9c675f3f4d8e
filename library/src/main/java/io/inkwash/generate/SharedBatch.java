package io.inkwash.generate;

import io.inkwash.denoise.WatchedDenoiser;
import io.inkwash.nn.Conditioning;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.RowKeys;
import io.inkwash.torch.TensorScope;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Images of several drawings in one batch, as a server draws for several callers at once. Each
 * image is the picture that its own drawing gives.
 *
 * <p>The drawings must be of one model and differ in nothing but seed, classes and prompts: it is
 * the first one's generator that makes the images.
 *
 * @param parts in the order of the batch's rows, at least one
 */
public record SharedBatch(List<Part> parts) {

  /**
   * Images of one drawing.
   *
   * @param drawing which
   * @param first the number of the first image
   * @param count how many, 1 or more
   */
  public record Part(Drawing drawing, long first, int count) {}

  public SharedBatch {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a batch of no images; allowed: 1 or more");
    }
  }

  /** How many images. */
  public int count() {
    return parts.stream().mapToInt(Part::count).sum();
  }

  /** Steps that the batch takes. */
  public int steps() {
    return drawing().generator().steps();
  }

  /**
   * Draws all images.
   *
   * @param states receives the state after each step
   * @param estimates receives the estimates of the clean images
   */
  public List<Picture> draw(SamplingLoop.Observer states, WatchedDenoiser.Observer estimates) {
    Drawing drawing = drawing();
    try (TensorScope scope = TensorScope.open();
        ComputeDevice.Use use = drawing.device().enter()) {
      Tensor images =
          drawing.generator().watched(estimates).generate(conditioning(), keys(), states);
      return Pictures.of(images, drawing.data().range());
    }
  }

  /**
   * The states at which the images start, as pictures; none where they are made in one pass.
   *
   * @param shown what is shown of states: all of them, or fewer numbers where decoding takes long
   */
  public List<Picture> starts(UnaryOperator<Tensor> shown) {
    Drawing drawing = drawing();
    try (TensorScope scope = TensorScope.open();
        ComputeDevice.Use use = drawing.device().enter()) {
      return drawing
          .generator()
          .start(keys())
          .map(start -> pictures(shown.apply(start.x())))
          .orElse(List.of());
    }
  }

  /** What states of the batch show, or estimates of its clean images. */
  public List<Picture> pictures(Tensor states) {
    Drawing drawing = drawing();
    return Pictures.of(drawing.generator().images(states), drawing.data().range());
  }

  private Drawing drawing() {
    return parts.get(0).drawing();
  }

  private RowKeys keys() {
    return parts.stream()
        .map(part -> part.drawing().keys(part.first(), part.count()))
        .reduce(RowKeys::followedBy)
        .orElseThrow();
  }

  private Conditioning conditioning() {
    return parts.stream()
        .map(part -> part.drawing().conditioning(part.first(), part.count()))
        .reduce(Conditioning::followedBy)
        .orElseThrow();
  }
}
