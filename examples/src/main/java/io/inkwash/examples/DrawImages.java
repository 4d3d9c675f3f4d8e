package io.inkwash.examples;

import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.nio.file.Path;
import java.util.List;

/** Draws images from a trained model. */
public final class DrawImages {
  private DrawImages() {}

  /**
   * Draws sixteen images into one PNG.
   *
   * @param arguments the run's folder and the file to write
   */
  public static void main(String... arguments) {
    draw(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  static void draw(Path run, Path png) {
    try (DrawingModel model = Model.open(run)) {
      List<Picture> pictures =
          model.generate().solver("ddim").grid("trailing").steps(50).seed(7).draw(16);
      ImageIo.writePng(png, ImageIo.grid(pictures, 4, 2));
    }
  }
}
