package io.inkwash.condition;

import io.inkwash.data.ImageSource;
import io.inkwash.nn.Conditioning;
import io.inkwash.text.Tokenizer;
import io.inkwash.torch.Tensors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A caption, as tokens. A text encoder within the network reads them; an empty caption is that of
 * an unconditional row.
 *
 * @param tokenizer makes the tokens
 */
public record CaptionCondition(Tokenizer tokenizer) implements Condition {
  private static final int EXAMPLES = 16;

  @Override
  public String word() {
    return "prompt";
  }

  @Override
  public Conditioning of(int[] labels, List<String> captions) {
    return tokens(captions);
  }

  private Conditioning tokens(List<String> texts) {
    int length = tokenizer.length();
    long[] all =
        texts.stream()
            .flatMapToLong(text -> tokenizer.encode(text).ids().stream().mapToLong(id -> id))
            .toArray();
    return Conditioning.none().with(Conditioning.TOKENS, Tensors.of(all, texts.size(), length));
  }

  @Override
  public void check(ImageSource images) {
    if (!images.captioned()) {
      throw new IllegalArgumentException(
          images.name()
              + " has no captions; allowed: images with captions, such as mnist-captions, or with a"
              + " text file beside each");
    }
  }

  @Override
  public Requested classes(List<Integer> classes) {
    if (!classes.isEmpty()) {
      throw new IllegalArgumentException(
          "class " + classes.get(0) + " of a model of captions; write a prompt instead");
    }
    return Requested.NONE;
  }

  @Override
  public Requested prompts(List<String> prompts) {
    prompts.forEach(tokenizer::check);
    return prompts.isEmpty()
        ? Requested.NONE
        : new Requested(
            prompts,
            List.of(),
            entries -> tokens(IntStream.of(entries).mapToObj(prompts::get).toList()));
  }

  @Override
  public Requested examples(ImageSource images) {
    Set<String> captions = new LinkedHashSet<>();
    for (int i = 0; i < images.count() && captions.size() < EXAMPLES; i++) {
      captions.add(images.caption(i));
    }
    return prompts(List.copyOf(captions));
  }
}
