package io.inkwash.cli;

import io.inkwash.generate.Drawing;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.process.GaussianPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The way from noise to an image, as a strip or as a film. */
final class Film {
  /** The shares of the way, in the table's index t of 1000, that the classic strip shows. */
  private static final double[] SHOWN = {0.999, 0.8, 0.6, 0.4, 0.2, 0.1, 0.05, 0};

  private static final int FRAMES = 100;
  private static final int FRAME_MILLIS = 50;
  private static final int LAST_FRAMES = 30;

  private Film() {}

  /**
   * Eight states, each under its time: on a table, the classic shares of the way under the 0-based
   * index of the step that made them; else evenly spaced steps.
   */
  static Picture strip(List<Drawing.Frame> frames, GaussianPath path, int scale) {
    List<Picture> pictures = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    double end = frames.get(0).t();
    for (int i = 0; i < SHOWN.length; i++) {
      Drawing.Frame frame =
          path.discrete()
              ? nearest(frames, SHOWN[i] * end)
              : frames.get((int) Math.round((double) i * (frames.size() - 1) / (SHOWN.length - 1)));
      pictures.add(ImageIo.enlarge(frame.picture(), scale));
      captions.add(
          path.discrete()
              ? "t=" + Math.round(frame.t() - 1)
              : String.format(Locale.ROOT, "t=%.3g", frame.s()));
    }
    return ImageIo.strip(pictures, captions, 2 * scale);
  }

  private static Drawing.Frame nearest(List<Drawing.Frame> frames, double index) {
    Drawing.Frame best = frames.get(0);
    for (Drawing.Frame frame : frames) {
      if (Math.abs(frame.t() - 1 - index) < Math.abs(best.t() - 1 - index)) {
        best = frame;
      }
    }
    return best;
  }

  /** An animated GIF of about a hundred states that rests on the last. */
  static void write(Path gif, List<Drawing.Frame> frames, int scale) {
    List<Picture> pictures = new ArrayList<>();
    int last = frames.size() - 1;
    int shown = Math.min(FRAMES, frames.size());
    for (int i = 0; i < shown; i++) {
      int index = shown == 1 ? last : (int) Math.round((double) i * last / (shown - 1));
      pictures.add(ImageIo.enlarge(frames.get(index).picture(), scale));
    }
    for (int i = 0; i < LAST_FRAMES; i++) {
      pictures.add(pictures.get(pictures.size() - 1));
    }
    ImageIo.writeGif(gif, pictures, FRAME_MILLIS, true);
  }
}
