package io.inkwash.nn.text;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser with a text encoder that is not trained. It receives tokens, {@link
 * Conditioning#TOKENS}, and gives the denoiser their vectors, {@link Conditioning#TEXT}. Without
 * tokens, and for a dropped row, the text is the empty one.
 *
 * <p>Parameters: {@code denoiser}; those of the encoder are not among them.
 */
public final class FrozenTextNet extends Backbone {
  private final FrozenText text;
  private final List<Integer> empty;
  private final Backbone denoiser;

  /**
   * Joins the two.
   *
   * @param empty the tokens of the empty text, of which one at least is not 0
   * @param denoiser a network that accepts {@link Conditioning#TEXT}
   */
  public FrozenTextNet(FrozenText text, List<Integer> empty, Backbone denoiser) {
    this.text = text;
    this.empty = List.copyOf(empty);
    this.denoiser = child("denoiser", TextConditionedNet.reader(denoiser));
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
    List<List<Integer>> texts =
        conditioning
            .of(Conditioning.TOKENS)
            .map(this::texts)
            .orElseGet(() -> Collections.nCopies(Math.toIntExact(x.size(0)), empty));
    return denoiser.forward(
        x,
        noiseLevel,
        conditioning.without(Conditioning.TOKENS).with(Conditioning.TEXT, text.vectors(texts)));
  }

  /** The rows, where one of zeros is a dropped one. */
  private List<List<Integer>> texts(Tensor tokens) {
    double[] all = Tensors.toDoubles(tokens);
    int length = Math.toIntExact(tokens.size(1));
    List<List<Integer>> texts = new ArrayList<>();
    for (int first = 0; first < all.length; first += length) {
      List<Integer> row = new ArrayList<>(length);
      for (int i = 0; i < length; i++) {
        row.add((int) all[first + i]);
      }
      texts.add(row.stream().allMatch(id -> id == 0) ? empty : row);
    }
    return texts;
  }
}
