package io.inkwash.exchange;

import io.inkwash.nn.Modulation;
import io.inkwash.nn.Resampling;
import io.inkwash.nn.classifier.EncoderUNet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads the configuration of guided-diffusion's {@code EncoderUNetModel} off its state dict. All is
 * there but the width of heads.
 */
final class AdmClassifier {
  private final ForeignWeights weights;
  private final int stages; // on the way down, after the first convolution, and one

  AdmClassifier(ForeignWeights weights) {
    this.weights = weights;
    stages =
        1
            + weights.tensors().keySet().stream()
                .filter(name -> name.matches("input_blocks\\.\\d+\\..*"))
                .mapToInt(name -> Integer.parseInt(name.split("\\.")[1]))
                .max()
                .orElse(0);
  }

  /** Whether weights are of such a classifier: a way down without a way up. */
  static boolean isOne(ForeignWeights weights) {
    return weights.tensors().keySet().stream().noneMatch(n -> n.startsWith("output_blocks."))
        && weights.tensors().keySet().stream().anyMatch(n -> n.matches("out\\.[23]\\..*"));
  }

  /**
   * The configuration.
   *
   * @throws IllegalArgumentException if it is of a classifier that does not exist here
   */
  EncoderUNet.Config config(int headWidth) {
    int levels =
        IntStream.rangeClosed(1, stages)
            .filter(this::fits)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("a classifier whose levels differ in blocks"));
    int blocks = stages / levels - 1;
    int width = weights.size("time_embed.0.weight", 1);
    boolean attends = weights.size("out.2.positional_embedding", 0) > 0;
    if (!attends && weights.size("out.3.weight", 0) == 0) {
      throw new IllegalArgumentException(
          "a classifier that pools over levels (classifier_pool spatial); allowed: attention and"
              + " adaptive");
    }
    return new EncoderUNet.Config(
        weights.size("input_blocks.0.0.weight", 1),
        attends ? weights.size("out.2.c_proj.weight", 0) : weights.size("out.3.weight", 0),
        width,
        IntStream.range(0, levels)
            .mapToObj(level -> (double) channels(1 + level * (blocks + 1)) / width)
            .toList(),
        blocks,
        IntStream.range(0, levels)
            .filter(level -> attention(1 + level * (blocks + 1)))
            .mapToObj(level -> 1 << level)
            .toList(),
        headWidth,
        weights.size("middle_block.0.emb_layers.1.weight", 0)
                == 2 * weights.size("middle_block.0.in_layers.2.weight", 0)
            ? Modulation.SCALE_SHIFT
            : Modulation.ADD,
        weights.tensors().keySet().stream().anyMatch(n -> n.endsWith(".0.op.weight"))
            ? Resampling.CONVOLUTION
            : Resampling.RESIDUAL,
        Math.max(0, weights.size("out.2.positional_embedding", 1) - 1));
  }

  /** Whether so many levels explain where channels change and attention stands. */
  private boolean fits(int levels) {
    int period = stages / levels;
    if (stages % levels != 0 || period < 2) {
      return false;
    }
    return IntStream.range(1, stages)
        .allMatch(
            i ->
                i % period == 0
                    ? !attention(i) && !changes(i)
                    : attention(i) == attention(i - i % period + 1)
                        && (i % period == 1 || !changes(i)));
  }

  private boolean attention(int stage) {
    return weights.tensors().containsKey("input_blocks." + stage + ".1.qkv.weight");
  }

  private boolean changes(int stage) {
    return weights.tensors().containsKey("input_blocks." + stage + ".0.skip_connection.weight");
  }

  private int channels(int stage) {
    return weights.size("input_blocks." + stage + ".0.in_layers.2.weight", 0);
  }

  /** The names of classes that have none. */
  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }
}
