package io.inkwash.evaluate.compare;

import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.Subject;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Run;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A grid of images of each run, by its own recipe's sampler, in one picture: named by its recipe,
 * or by its folder where several are of one recipe.
 *
 * @param runs their folders
 * @param count images of each
 * @param classes requested, in turn; empty for none
 * @param batch images at a time
 * @param seed of the noise, the same for all
 */
public record SideBySide(List<Path> runs, int count, List<Integer> classes, int batch, long seed) {

  /**
   * Draws the images.
   *
   * @param scale how many times they are enlarged, 1 or more
   */
  public Picture draw(int scale, Precision precision, Evaluation.Listener listener) {
    List<Picture> grids = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    int columns = (int) Math.ceil(Math.sqrt(count));
    List<String> recipes = runs.stream().map(run -> Run.open(run).recipe().name()).toList();
    RunNames names = RunNames.of(runs.stream().map(Path::toString).toList());
    GenerateOptions options = GenerateOptions.defaults().withClasses(classes).withSeed(seed);
    for (Path run : runs) {
      try (DrawingModel model = Model.open(run, OpenOptions.defaults().withPrecision(precision))) {
        String name = model.recipe().name();
        Subject subject = Subject.of(model, options, batch);
        List<Picture> drawn = subject.draw(count, progress(name, listener));
        grids.add(ImageIo.enlarge(ImageIo.grid(drawn, columns, 1), scale));
        boolean alone = Collections.frequency(recipes, name) == 1;
        captions.add(alone ? name : names.of(run.toString()));
      }
    }
    return ImageIo.strip(grids, captions, 4 * scale);
  }

  private StepProgress progress(String name, Evaluation.Listener listener) {
    int[] finished = {0};
    return (images, stepsDone, steps) -> {
      listener.at(name, finished[0] + (double) images * stepsDone / steps, count);
      finished[0] += stepsDone == steps ? images : 0;
    };
  }
}
