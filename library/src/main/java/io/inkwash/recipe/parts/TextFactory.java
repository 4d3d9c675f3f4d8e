package io.inkwash.recipe.parts;

import io.inkwash.condition.CaptionCondition;
import io.inkwash.condition.Condition;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.text.TextConditionedNet;
import io.inkwash.nn.text.TextTransformer;
import io.inkwash.text.WordTokenizer;
import java.util.List;

/** How a denoiser reads captions. */
public interface TextFactory {

  /** Not at all. */
  TextFactory NONE = new None();

  /** The width of the vectors that the denoiser receives; 0 where it reads none. */
  int width();

  /** What images of captions with such words are conditioned on. */
  Condition condition(List<String> vocabulary);

  /** A denoiser with what reads the captions for it. */
  Backbone around(Backbone denoiser, List<String> vocabulary);

  /** Without text. */
  record None() implements TextFactory {
    @Override
    public int width() {
      return 0;
    }

    @Override
    public Condition condition(List<String> vocabulary) {
      return Condition.none();
    }

    @Override
    public Backbone around(Backbone denoiser, List<String> vocabulary) {
      return denoiser;
    }
  }

  /**
   * By a {@link TextTransformer} that is trained along with the denoiser.
   *
   * @param width of its vectors
   * @param layers of it
   * @param heads of its attention
   * @param length words a caption
   */
  record Transformer(int width, int layers, int heads, int length) implements TextFactory {
    public Transformer {
      new TextTransformer.Config(2, length, width, layers, heads); // refuses bad sizes now
    }

    @Override
    public Condition condition(List<String> vocabulary) {
      return new CaptionCondition(new WordTokenizer(vocabulary, length));
    }

    @Override
    public Backbone around(Backbone denoiser, List<String> vocabulary) {
      int words = new WordTokenizer(vocabulary, length).vocabularySize();
      return new TextConditionedNet(
          new TextTransformer(new TextTransformer.Config(words, length, width, layers, heads)),
          denoiser);
    }
  }
}
