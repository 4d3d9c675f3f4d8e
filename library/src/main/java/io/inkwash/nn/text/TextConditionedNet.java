package io.inkwash.nn.text;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A denoiser with a text encoder that is trained along with it. It receives numbered words, {@link
 * Conditioning#TOKENS}, and gives the denoiser their vectors, {@link Conditioning#TEXT} with {@link
 * Conditioning#TEXT_MASK}. Without words, and for a dropped row, the text is the empty one.
 *
 * <p>Parameters: {@code text} and {@code denoiser}.
 */
public final class TextConditionedNet extends Backbone {
  private final TextTransformer text;
  private final Backbone denoiser;

  /**
   * Joins the two.
   *
   * @param denoiser a network that accepts {@link Conditioning#TEXT}
   */
  public TextConditionedNet(TextTransformer text, Backbone denoiser) {
    this.text = child("text", text);
    this.denoiser = child("denoiser", reader(denoiser));
  }

  /** A denoiser that reads a text's vectors; others are refused. */
  static Backbone reader(Backbone denoiser) {
    if (!denoiser.accepts().contains(Conditioning.TEXT)) {
      throw new IllegalArgumentException(
          "the denoiser accepts " + denoiser.accepts() + "; allowed: one that accepts text");
    }
    return denoiser;
  }

  @Override
  public Set<String> accepts() {
    return Set.of(Conditioning.TOKENS);
  }

  @Override
  public void dropFrom(Rng key) {
    denoiser.dropFrom(key);
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    Tensor words =
        conditioning
            .of(Conditioning.TOKENS)
            .orElseGet(() -> Tensors.zeros(x.size(0), text.config().length()).to(ScalarType.Long));
    TextTransformer.Encoded encoded = text.forward(words);
    return denoiser.forward(
        x,
        noiseLevel,
        conditioning
            .without(Conditioning.TOKENS)
            .with(Conditioning.TEXT, encoded.states())
            .with(Conditioning.TEXT_MASK, encoded.mask()));
  }
}
