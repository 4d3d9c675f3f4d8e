package io.inkwash.nn.text;

import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The vectors that CLIP's text encoder gives, in float32 whatever the type of its weights. Those of
 * the texts that were read last are kept: captions come again, and most pictures of a drawing have
 * one prompt.
 */
public final class ClipVectors implements FrozenText {

  /** The most numbers that are kept: 128 MiB. */
  private static final int MOST_KEPT = 1 << 25;

  private final ClipTextEncoder encoder;
  private final Map<List<Integer>, float[]> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** Those of an encoder, which has to live as long. */
  public ClipVectors(ClipTextEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public Tensor vectors(List<List<Integer>> texts) {
    long width = encoder.config().width();
    try (TensorScope scope = TensorScope.open()) {
      Tensor[] rows =
          texts.stream()
              .map(text -> Tensors.of(numbers(text), 1, text.size(), width))
              .toArray(Tensor[]::new);
      return scope.keep(Tensors.cat(0, rows));
    }
  }

  private synchronized float[] numbers(List<Integer> text) {
    float[] known = kept.get(text);
    if (known == null) {
      known = encoded(text);
      kept.put(List.copyOf(text), known);
      if ((long) kept.size() * known.length > MOST_KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return known;
  }

  private float[] encoded(List<Integer> text) {
    long[] ids = text.stream().mapToLong(id -> id).toArray();
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off();
        Autocast cast = Precision.FP32.enterStored()) {
      return Tensors.toFloats(encoder.forward(Tensors.of(ids, 1, ids.length)));
    }
  }
}
