package io.inkwash.model.folder;

import io.inkwash.condition.Condition;
import io.inkwash.condition.Requested;
import io.inkwash.data.ImageSource;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.text.Tokenizer;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Any text, read by a frozen encoder.
 *
 * @param tokenizer makes tokens of a text
 * @param encoder makes vectors of tokens
 */
record PromptCondition(Tokenizer tokenizer, ClipTextEncoder encoder) implements Condition {

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
    int length = tokenizer.length();
    long[] ids =
        texts.stream()
            .flatMapToLong(text -> tokenizer.encode(text).ids().stream().mapToLong(id -> id))
            .toArray();
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor vectors = encoder.forward(Tensors.of(ids, texts.size(), length));
      return Conditioning.none().with(Conditioning.TEXT, scope.keep(vectors));
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
