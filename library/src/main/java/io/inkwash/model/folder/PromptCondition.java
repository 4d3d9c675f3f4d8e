package io.inkwash.model.folder;

import io.inkwash.condition.Condition;
import io.inkwash.condition.Requested;
import io.inkwash.data.ImageSource;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.text.Tokenizer;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** Any text, read by a frozen encoder. The vectors of the texts that were read last are kept. */
final class PromptCondition implements Condition {
  private static final int MOST_KEPT = 32;

  private final Tokenizer tokenizer;
  private final ClipTextEncoder encoder;
  private final Map<String, float[]> kept = new LinkedHashMap<>(MOST_KEPT, 0.75f, true);

  /**
   * A condition.
   *
   * @param tokenizer makes tokens of a text
   * @param encoder makes vectors of tokens
   */
  PromptCondition(Tokenizer tokenizer, ClipTextEncoder encoder) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
  }

  @Override
  public String word() {
    return "prompt";
  }

  @Override
  public Conditioning of(int[] labels, List<String> captions) {
    return texts(captions);
  }

  /** The rows of some texts, in the caller's scope. */
  Conditioning texts(List<String> texts) {
    long length = tokenizer.length();
    long width = encoder.config().width();
    try (TensorScope scope = TensorScope.open()) {
      Tensor[] rows =
          texts.stream()
              .map(text -> Tensors.of(vectors(text), 1, length, width))
              .toArray(Tensor[]::new);
      return Conditioning.none().with(Conditioning.TEXT, scope.keep(Tensors.cat(0, rows)));
    }
  }

  private synchronized float[] vectors(String text) {
    float[] known = kept.get(text);
    if (known == null) {
      known = encoded(text);
      kept.put(text, known);
      if (kept.size() > MOST_KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return known;
  }

  private float[] encoded(String text) {
    long[] ids = tokenizer.encode(text).ids().stream().mapToLong(id -> id).toArray();
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off();
        Autocast cast = Precision.FP32.enterStored()) {
      return Tensors.toFloats(encoder.forward(Tensors.of(ids, 1, ids.length)));
    }
  }

  @Override
  public void check(ImageSource images) {
    throw new IllegalArgumentException("a model of another program is not trained here");
  }

  @Override
  public Requested classes(List<Integer> classes) {
    if (!classes.isEmpty()) {
      throw new IllegalArgumentException(
          "class " + classes.get(0) + " of a model of text; write a prompt instead");
    }
    return prompts(List.of(""));
  }

  @Override
  public Requested prompts(List<String> prompts) {
    List<String> texts = prompts.isEmpty() ? List.of("") : prompts;
    return new Requested(
        texts, List.of(), entries -> texts(IntStream.of(entries).mapToObj(texts::get).toList()));
  }

  @Override
  public Requested examples(ImageSource images) {
    return prompts(List.of());
  }
}
