package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import io.inkwash.nn.classifier.EncoderUNet;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.parts.AdmClassifierFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a file for classifier guidance of the weights of guided-diffusion's classifier of noisy
 * images.
 *
 * @param from its file
 * @param path the table of betas that it was trained with
 * @param headWidth channels of each head of attention, which weights do not show
 */
public record ClassifierImport(Path from, Spec path, int headWidth) {

  /** The width of heads in the published classifiers. */
  private static final int USUAL_WIDTH = 64;

  /**
   * An import of a classifier that was trained with the process of a recipe.
   *
   * @param recipe its network's width of heads is taken where it says one
   */
  public static ClassifierImport of(Path from, DiffusionRecipe recipe) {
    String width = recipe.model().network().arguments().getOrDefault("headWidth", "0");
    int heads = Integer.parseInt(width);
    return new ClassifierImport(from, recipe.model().path(), heads > 0 ? heads : USUAL_WIDTH);
  }

  /**
   * Writes the file.
   *
   * @return what is in it
   * @throws FileException if the weights cannot be read, are of something else, or the file cannot
   *     be written
   */
  public AdmClassifierFile into(Path out) {
    try (WeightFile file = WeightFile.open(from)) {
      FoundWeights found = new WeightSearch(file.path(), file.content()).find(Optional.empty());
      ForeignWeights weights = new ForeignWeights(found.tensors(), file.config());
      if (!AdmClassifier.isOne(weights)) {
        throw new FileException(
            from, "holds a network that draws, no classifier; import it as a model");
      }
      EncoderUNet.Config config = config(weights);
      Map<String, TensorData> tensors = new LinkedHashMap<>();
      weights
          .tensors()
          .forEach(
              (name, stored) ->
                  tensors.put(name, TensorData.ofFloats(stored.load().toFloats(), stored.shape())));
      AdmClassifierFile classifier =
          new AdmClassifierFile(
              config, path, AdmClassifier.numbered(config.classes()), tensors, out);
      classifier.write();
      return classifier;
    }
  }

  private EncoderUNet.Config config(ForeignWeights weights) {
    try {
      return new AdmClassifier(weights).config(headWidth);
    } catch (IllegalArgumentException e) {
      throw new FileException(from, "holds " + e.getMessage(), e);
    }
  }
}
