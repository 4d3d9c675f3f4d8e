package io.inkwash.spark;

import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.SharedBatch;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.SavedWeights;
import io.inkwash.picture.Picture;
import io.inkwash.request.DrawingWords;
import io.inkwash.solve.StepProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Draws images in an executor.
 *
 * @param model the executor's, shared by its tasks
 * @param which of its weights
 */
record Drawer(DrawingModel model, SavedWeights.Which which) {

  /** The images that some words request. */
  Drawing drawing(DrawingWords words) {
    return model.drawing(words.options(model.recipe()));
  }

  /**
   * Draws images of one request by their numbers, in batches.
   *
   * @param receiver is given each batch
   */
  void draw(DrawingWords words, Shard shard, int batch, Consumer<List<DrawnImage>> receiver) {
    Map<String, String> text = text(words);
    long[] next = {shard.first()};
    drawing(words)
        .draw(
            shard.first(),
            shard.count(),
            batch,
            StepProgress.NONE,
            pictures -> {
              List<DrawnImage> drawn = new ArrayList<>();
              for (Picture picture : pictures) {
                drawn.add(image(next[0]++, picture, text));
              }
              receiver.accept(drawn);
            });
  }

  /** Draws one image of each request, all in one batch. */
  List<DrawnImage> draw(List<DrawingWords> words, List<Long> numbers) {
    List<SharedBatch.Part> parts = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      parts.add(new SharedBatch.Part(drawing(words.get(i)), numbers.get(i), 1));
    }
    List<Picture> pictures = new SharedBatch(parts).draw((step, t, s, x) -> {}, (t, x0) -> {});
    List<DrawnImage> drawn = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      drawn.add(image(numbers.get(i), pictures.get(i), text(words.get(i))));
    }
    return drawn;
  }

  private Map<String, String> text(DrawingWords words) {
    GenerateOptions options = words.options(model.recipe());
    return DrawingWords.text(model, which, options);
  }

  private static DrawnImage image(long number, Picture picture, Map<String, String> text) {
    Map<String, String> own = new LinkedHashMap<>(text);
    own.put("inkwash:image", Long.toString(number));
    return new DrawnImage(number, picture, own);
  }
}
