package io.inkwash.condition;

import io.inkwash.data.ImageSource;
import io.inkwash.format.Quote;
import io.inkwash.nn.Conditioning;
import java.util.List;

/** The condition of a model that has none. */
record Unconditional() implements Condition {
  static final Condition ONLY = new Unconditional();

  @Override
  public boolean isNone() {
    return true;
  }

  @Override
  public String word() {
    return "class";
  }

  @Override
  public Conditioning of(int[] labels, List<String> captions) {
    return Conditioning.none();
  }

  @Override
  public void check(ImageSource images) {}

  @Override
  public Requested classes(List<Integer> classes) {
    if (!classes.isEmpty()) {
      throw new IllegalArgumentException(
          "class " + classes.get(0) + " of an unconditional model; train it with --conditional");
    }
    return Requested.NONE;
  }

  @Override
  public Requested prompts(List<String> prompts) {
    if (!prompts.isEmpty()) {
      throw new IllegalArgumentException(
          "prompt "
              + Quote.of(prompts.get(0))
              + " for an unconditional model; train one with a text encoder, such as text-small");
    }
    return Requested.NONE;
  }

  @Override
  public Requested examples(ImageSource images) {
    return Requested.NONE;
  }
}
