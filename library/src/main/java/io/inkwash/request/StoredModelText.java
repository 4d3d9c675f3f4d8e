package io.inkwash.request;

import io.inkwash.data.ImageSpec;
import io.inkwash.file.LibraryVersion;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.folder.StoredModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is written beside pictures that a model of another program drew. */
public final class StoredModelText {
  /** What its recipe is called. */
  private static final String RECIPE = "stable-diffusion";

  private StoredModelText() {}

  /** What the model is: facts by name, as PNG files hold them. */
  public static Map<String, String> of(String name) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("Software", "inkwash " + LibraryVersion.text());
    text.put("inkwash:recipe", RECIPE);
    text.put("inkwash:model", name);
    return text;
  }

  /**
   * The same with how a picture was drawn.
   *
   * @param name of the model
   * @param pictures their form
   */
  public static Map<String, String> of(
      String name, StoredModel model, GenerateOptions requested, ImageSpec pictures) {
    Map<String, String> text = of(name);
    model.text(requested).forEach((key, value) -> text.put("inkwash:" + key, value));
    text.put("inkwash:width", Integer.toString(pictures.width()));
    text.put("inkwash:height", Integer.toString(pictures.height()));
    text.put("inkwash:seed", Long.toString(requested.seed()));
    text.putAll(DrawingWords.text(requested));
    return text;
  }
}
