package io.inkwash.cli.measure;

import io.inkwash.cli.terminal.DrawingProgress;
import io.inkwash.generate.Drawing;
import io.inkwash.model.TrainedModel;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.torch.Precision;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A grid of images of each run, by its own recipe's sampler, in one picture.
 *
 * @param runs their folders
 * @param count images of each
 * @param classes what they are to be, in turn; empty where the models are told nothing
 * @param batch images at a time
 * @param seed of the noise, the same for all
 */
record SideBySide(List<Path> runs, int count, List<Integer> classes, int batch, long seed) {

  /** Draws the images and writes the picture, enlarged {@code scale} times. */
  void write(Path png, int scale, Precision precision, PrintWriter err) {
    List<Picture> grids = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    int columns = (int) Math.ceil(Math.sqrt(count));
    for (Path run : runs) {
      try (TrainedModel model = new TrainedModel(run, null, TrainedModel.Which.EMA, precision);
          DrawingProgress progress = new DrawingProgress(model.recipe().name(), count, err)) {
        Drawing drawing = model.drawing(model.recipe().sampling(), classes, seed, null);
        List<Picture> drawn = drawing.draw(count, batch, progress);
        grids.add(ImageIo.enlarge(ImageIo.grid(drawn, columns, 1), scale));
        captions.add(model.recipe().name());
      }
    }
    ImageIo.writePng(png, ImageIo.strip(grids, captions, 4 * scale));
  }
}
