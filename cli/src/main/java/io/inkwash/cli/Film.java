package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.generate.Drawing;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The way from noise to an image, as a strip or as a film. */
final class Film {
  /** The shares of the time that a strip shows, where a state lies near them. */
  private static final double[] SHOWN = {1, 0.8, 0.6, 0.4, 0.2, 0.1, 0.05, 0};

  /** Frames of a film are enlarged until their longer side has about so many pixels. */
  private static final int FILM_SIDE = 128;

  private static final int FRAMES = 100;
  private static final int FRAME_MILLIS = 50;
  private static final int LAST_FRAMES = 30;

  private Film() {}

  /**
   * At most eight states, each under its time, from the noise to the image.
   *
   * @param frames the states, the noise first and the image last
   * @param scale how many times they are enlarged
   */
  static Picture strip(List<Drawing.Frame> frames, int scale) {
    Set<Drawing.Frame> shown = new LinkedHashSet<>();
    double end = frames.get(0).t();
    for (double share : SHOWN) {
      shown.add(nearest(frames, share * end));
    }
    List<Picture> pictures = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (Drawing.Frame frame : shown) {
      pictures.add(ImageIo.enlarge(frame.picture(), scale));
      captions.add(
          frame.t() == Math.rint(frame.t())
              ? "t=" + Math.round(frame.t())
              : format("t=%.3g", frame.t()));
    }
    return ImageIo.strip(pictures, captions, 2 * scale);
  }

  private static Drawing.Frame nearest(List<Drawing.Frame> frames, double t) {
    Drawing.Frame best = frames.get(0);
    for (Drawing.Frame frame : frames) {
      if (Math.abs(frame.t() - t) < Math.abs(best.t() - t)) {
        best = frame;
      }
    }
    return best;
  }

  /**
   * An animated GIF of at most a hundred states that rests on the last.
   *
   * @param scale how many times frames are enlarged, at least; small ones are enlarged to about 128
   *     pixels
   */
  static void write(Path gif, List<Drawing.Frame> frames, int scale) {
    Picture first = frames.get(0).picture();
    int side = Math.max(first.height(), first.width());
    int factor = Math.max(scale, Math.round((float) FILM_SIDE / side));
    List<Picture> pictures = new ArrayList<>();
    int last = frames.size() - 1;
    int shown = Math.min(FRAMES, frames.size());
    for (int i = 0; i < shown; i++) {
      int index = shown == 1 ? last : (int) Math.round((double) i * last / (shown - 1));
      pictures.add(ImageIo.enlarge(frames.get(index).picture(), factor));
    }
    for (int i = 0; i < LAST_FRAMES; i++) {
      pictures.add(pictures.get(pictures.size() - 1));
    }
    ImageIo.writeGif(gif, pictures, FRAME_MILLIS, true);
  }
}
