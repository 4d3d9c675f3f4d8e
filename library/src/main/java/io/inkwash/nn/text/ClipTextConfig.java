package io.inkwash.nn.text;

import io.inkwash.nn.limit.Limits;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The sizes of a {@link ClipTextEncoder}.
 *
 * @param vocabulary the number of different tokens
 * @param positions the longest text in tokens
 * @param width of a token's vector, a multiple of the number of heads
 * @param hidden width inside a layer's perceptron
 * @param layers 1 or more
 * @param heads of each attention
 * @param activation of the perceptrons
 * @param skipped how many of the last layers are left out; 0 or more, and less than all
 */
public record ClipTextConfig(
    int vocabulary,
    int positions,
    int width,
    int hidden,
    int layers,
    int heads,
    Activation activation,
    int skipped) {

  /** The activation of a perceptron. */
  public enum Activation {
    /** {@code x sigmoid(1.702 x)}, OpenAI's. */
    QUICK_GELU {
      @Override
      Tensor apply(Tensor x) {
        return x.mul(x.mul(new Scalar(1.702)).sigmoid_());
      }
    },
    /** {@code x Phi(x)}, OpenCLIP's. */
    GELU {
      @Override
      Tensor apply(Tensor x) {
        return torch.gelu(x);
      }
    };

    abstract Tensor apply(Tensor x);
  }

  private static final Limits LIMITS = Limits.of("a CLIP text encoder's");

  /** Checks the ranges. */
  public ClipTextConfig {
    LIMITS.require(vocabulary >= 1, "vocabulary", vocabulary, "1 or more");
    LIMITS.require(positions >= 1, "positions", positions, "1 or more, such as 77");
    LIMITS.require(heads >= 1, "heads", heads, "1 or more");
    LIMITS.require(width >= 1 && width % heads == 0, "width", width, "a multiple of " + heads);
    LIMITS.require(hidden >= 1, "hidden", hidden, "1 or more");
    LIMITS.require(layers >= 1, "layers", layers, "1 or more");
    LIMITS.require(skipped >= 0 && skipped < layers, "skipped", skipped, "0 to " + (layers - 1));
  }

  /** ViT-L/14's, of Stable Diffusion 1: 123,060,480 parameters. */
  public static ClipTextConfig vitL14() {
    return new ClipTextConfig(49_408, 77, 768, 3072, 12, 12, Activation.QUICK_GELU, 0);
  }

  /**
   * The same with another number of last layers left out. What is left is followed by the final
   * norm, as Stable Diffusion 2 and "clip skip" have it.
   */
  public ClipTextConfig skipping(int last) {
    return new ClipTextConfig(
        vocabulary, positions, width, hidden, layers, heads, activation, last);
  }
}
