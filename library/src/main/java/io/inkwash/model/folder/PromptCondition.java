package io.inkwash.model.folder;

import io.inkwash.condition.Condition;
import io.inkwash.condition.Requested;
import io.inkwash.data.ImageSource;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.text.FrozenText;
import io.inkwash.text.Tokenizer;
import java.util.List;
import java.util.stream.IntStream;

/** Any text, read by a frozen encoder. */
final class PromptCondition implements Condition {
  private final Tokenizer tokenizer;
  private final FrozenText encoder;

  /**
   * A condition.
   *
   * @param tokenizer makes tokens of a text
   * @param encoder makes vectors of tokens
   */
  PromptCondition(Tokenizer tokenizer, FrozenText encoder) {
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
    List<List<Integer>> tokens = texts.stream().map(text -> tokenizer.encode(text).ids()).toList();
    return Conditioning.none().with(Conditioning.TEXT, encoder.vectors(tokens));
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
