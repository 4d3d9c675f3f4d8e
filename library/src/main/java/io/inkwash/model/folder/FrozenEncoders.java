package io.inkwash.model.folder;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.latent.StoredClip;
import io.inkwash.exchange.latent.StoredPipeline;
import io.inkwash.file.FileException;
import io.inkwash.format.Quote;
import io.inkwash.model.frozen.StoredText;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.recipe.parts.TextFactory;
import java.nio.file.Path;

/** Text encoders of other programs, for recipes that read captions by them. */
public final class FrozenEncoders {
  private FrozenEncoders() {}

  /**
   * Copies the text encoder of a folder to the cache, where trainings look for it.
   *
   * @param path a folder of transformers with CLIP's text encoder, or what {@link
   *     StableDiffusion#open(Path)} takes
   * @return the encoder as recipes name it
   * @throws FileException if there is none, or its tokens are not CLIP's
   */
  public static Spec keep(Path path) {
    StoredClip stored = StoredClip.read(path);
    TextFactory.Clip.Padding padding =
        TextFactory.Clip.Padding.of(stored.tokenizer().padding())
            .filter(each -> stored.tokenizer().isStandard() && standard(stored.form()))
            .orElseThrow(
                () ->
                    new FileException(
                        path,
                        format(
                            "has a text encoder of %d tokens, padded with %s; allowed: CLIP's %d"
                                + " tokens, 77 a text, padded with <|endoftext|> or !",
                            stored.form().vocabulary(),
                            Quote.of(stored.tokenizer().padding()),
                            ClipTextConfig.vitL14().vocabulary())));
    try (StoredPipeline.Filled<ClipTextEncoder> encoder = stored.open()) {
      return StoredText.keep(new TextFactory.Clip(stored.form(), padding, "none"), encoder.value());
    }
  }

  private static boolean standard(ClipTextConfig form) {
    return form.vocabulary() == ClipTextConfig.vitL14().vocabulary()
        && form.positions() == ClipTextConfig.vitL14().positions();
  }
}
