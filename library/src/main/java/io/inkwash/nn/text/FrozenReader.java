package io.inkwash.nn.text;

import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Reads texts by an encoder that is not trained.
 *
 * @param encoder gives the vectors
 * @param empty the tokens of the empty text, of which one at least is not 0
 */
record FrozenReader(FrozenText encoder, List<Integer> empty) implements TextReader {
  FrozenReader {
    empty = List.copyOf(empty);
  }

  @Override
  public Conditioning read(Conditioning given, long images) {
    List<List<Integer>> texts =
        given
            .of(Conditioning.TOKENS)
            .map(this::texts)
            .orElseGet(() -> Collections.nCopies(Math.toIntExact(images), empty));
    return given.with(Conditioning.TEXT, encoder.vectors(texts));
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
