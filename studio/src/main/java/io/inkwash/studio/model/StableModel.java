package io.inkwash.studio.model;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.folder.StableDiffusion;
import io.inkwash.model.folder.StoredModel;
import io.inkwash.request.DrawingWords;
import io.inkwash.request.StoredModelText;
import io.inkwash.restore.Prior;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A model of Stable Diffusion, as another program stored it.
 *
 * @param stored its settings
 */
record StableModel(String id, StoredModel stored) implements ServedModel {
  private static final String FAMILY = "stable-diffusion";

  /** The longest side of a picture, in pixels. */
  private static final int LONGEST_SIDE = 2048;

  @Override
  public Map<String, Object> facts() {
    ImageSpec data = data();
    Map<String, String> drawn = stored.text(GenerateOptions.defaults());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id);
    facts.put(
        "about",
        stored.readsHoles()
            ? "Stable Diffusion for inpainting: fills holes in pictures"
            : "Stable Diffusion: pictures of any prompt");
    facts.put("family", FAMILY);
    facts.put("recipe", FAMILY);
    facts.put("step", 0);
    facts.put("channels", data.channels());
    facts.put("height", data.height());
    facts.put("width", data.width());
    facts.put("sizeMultiple", stored.sizeMultiple());
    facts.put("classes", List.of());
    facts.put("prompts", true);
    facts.put("capabilities", draws() ? List.of("draws", "denoises") : List.of("denoises"));
    facts.put(
        "sampling",
        Map.of(
            "solver", drawn.get("solver"),
            "steps", Integer.valueOf(drawn.get("steps")),
            "guidance", drawn.get("guidance")));
    return facts;
  }

  @Override
  public ImageSpec data() {
    return stored.pictures(stored.size(), stored.size());
  }

  @Override
  public ImageSpec pictures(OptionalInt width, OptionalInt height) {
    int wide = width.orElse(stored.size());
    int high = height.orElse(stored.size());
    if (Math.max(wide, high) > LONGEST_SIDE) {
      throw new SpecException(
          format("pictures of %dx%d; allowed: at most %d a side", wide, high, LONGEST_SIDE));
    }
    return stored.pictures(wide, high);
  }

  @Override
  public boolean sized() {
    return true;
  }

  @Override
  public boolean draws() {
    return !stored.readsHoles();
  }

  @Override
  public boolean denoises() {
    return true;
  }

  @Override
  public boolean readsPrompts() {
    return true;
  }

  @Override
  public GenerateOptions options(DrawingWords words) {
    return words.options();
  }

  @Override
  public void requireMeaning(GenerateOptions requested, boolean negative) {
    // every text has a meaning, and classes were refused with the words
  }

  @Override
  public void check(DrawingWords words) {
    stored.check(words.options());
  }

  @Override
  public Spec guidance(GenerateOptions requested) {
    return stored.guidance(requested);
  }

  @Override
  public Prior unread(GenerateOptions requested, ImageSpec pictures) {
    return stored.unread(requested, pictures);
  }

  @Override
  public Map<String, String> settings(GenerateOptions requested, ImageSpec pictures) {
    return StoredModelText.of(id, stored, requested, pictures);
  }

  @Override
  public OpenModel open(OpenOptions options) {
    return new OpenStable(
        id, StableDiffusion.open(stored, List.of(), options.device(), options.precision()));
  }
}
