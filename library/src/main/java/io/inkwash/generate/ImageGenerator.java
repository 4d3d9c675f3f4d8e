package io.inkwash.generate;

/** A model that draws images. Safe for use by several threads, each with a drawing of its own. */
public interface ImageGenerator {

  /**
   * Images to be drawn.
   *
   * @throws io.inkwash.catalog.SpecException if the model cannot draw so, with the reason
   */
  Drawing drawing(GenerateOptions options);

  /**
   * Images to be drawn, described step by step:
   *
   * <pre>{@code
   * List<Picture> pictures = model.generate().solver("ddim").steps(50).seed(7).draw(16);
   * }</pre>
   */
  default Generation generate() {
    return new Generation(this);
  }
}
