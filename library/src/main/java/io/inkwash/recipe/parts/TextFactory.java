package io.inkwash.recipe.parts;

import io.inkwash.catalog.Spec;
import io.inkwash.condition.CaptionCondition;
import io.inkwash.condition.Condition;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.FrozenText;
import io.inkwash.nn.text.TextConditionedNet;
import io.inkwash.nn.text.TextTransformer;
import io.inkwash.text.ClipTokenizer;
import io.inkwash.text.Tokenizer;
import io.inkwash.text.WordTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a denoiser reads captions. */
public interface TextFactory {

  /** Not at all. */
  TextFactory NONE = new None();

  /** The width of the vectors that the denoiser receives; 0 where it reads none. */
  int width();

  /** What images of captions with such words are conditioned on. */
  Condition condition(List<String> vocabulary);

  /**
   * A denoiser with what reads the captions for it.
   *
   * @param frozen the text encoder of a factory that trains none along; others do not use it
   */
  Backbone around(Backbone denoiser, List<String> vocabulary, FrozenText frozen);

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
    public Backbone around(Backbone denoiser, List<String> vocabulary, FrozenText frozen) {
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
    public Backbone around(Backbone denoiser, List<String> vocabulary, FrozenText frozen) {
      int words = new WordTokenizer(vocabulary, length).vocabularySize();
      return new TextConditionedNet(
          new TextTransformer(new TextTransformer.Config(words, length, width, layers, heads)),
          denoiser);
    }
  }

  /**
   * By CLIP's text encoder, which is not trained along. It takes any text.
   *
   * @param encoder its sizes
   * @param padding of short texts
   * @param weights the beginning of the hash of its weights; {@code none} for a recipe that is
   *     still to be given an encoder
   */
  record Clip(ClipTextConfig encoder, Padding padding, String weights) implements TextFactory {

    /** What fills short texts up. */
    public enum Padding {
      /** The token of the end, as OpenAI's CLIP has it. */
      END("<|endoftext|>"),
      /** An exclamation mark, whose number is 0, as OpenCLIP has it. */
      EXCLAMATION("!");

      private final String token;

      Padding(String token) {
        this.token = token;
      }

      /** The padding of a token. */
      public static Optional<Padding> of(String token) {
        return Arrays.stream(values()).filter(each -> each.token.equals(token)).findFirst();
      }
    }

    /** The words by which recipes name it. */
    public Spec spec() {
      return Spec.parse("clip")
          .with("width", Integer.toString(encoder.width()))
          .with("hidden", Integer.toString(encoder.hidden()))
          .with("layers", Integer.toString(encoder.layers()))
          .with("heads", Integer.toString(encoder.heads()))
          .with("activation", word(encoder.activation()))
          .with("skipped", Integer.toString(encoder.skipped()))
          .with("padding", word(padding))
          .with("weights", weights);
    }

    private static String word(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public int width() {
      return encoder.width();
    }

    @Override
    public Condition condition(List<String> vocabulary) {
      return new CaptionCondition(tokenizer());
    }

    private Tokenizer tokenizer() {
      return ClipTokenizer.paddedWith(padding.token);
    }

    @Override
    public Backbone around(Backbone denoiser, List<String> vocabulary, FrozenText frozen) {
      return new TextConditionedNet(frozen, tokenizer().encode("").ids(), denoiser);
    }
  }
}
