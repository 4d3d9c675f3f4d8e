package io.inkwash.examples;

import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.nio.file.Path;
import java.util.List;

/** Draws sixteen images of a trained model into one PNG: the folder of its run, and the PNG. */
public final class DrawImages {
  public static void main(String[] arguments) {
    try (DrawingModel model = Model.open(Path.of(arguments[0]))) {
      List<Picture> pictures =
          model.generate().solver("ddim").grid("trailing").steps(50).seed(7).draw(16);
      ImageIo.writePng(Path.of(arguments[1]), ImageIo.grid(pictures, 4, 2));
    }
  }
}
