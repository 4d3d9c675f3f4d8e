package io.inkwash.bench;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageShape;
import io.inkwash.data.caption.ClassCaptions;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How often a model of captioned digits draws what a prompt states, by the digit classifier that
 * comes with the tool. A model of pictures as wide as high is given the ten digits, one of pictures
 * twice as wide all hundred pairs, whose halves are judged.
 */
final class PromptAccuracy {
  private static final int DIGITS = 10;
  private static final int SHOWN = 5;
  private static final int SCALE = 3;

  private PromptAccuracy() {}

  /**
   * A prompt and what it states.
   *
   * @param text the prompt
   * @param digits from left to right
   */
  private record Stated(String text, List<Integer> digits) {}

  public static void main(String[] arguments) {
    Options options =
        new Options(
            arguments,
            Map.of(
                "run",
                "runs/text",
                "count",
                "100",
                "guidance",
                "3",
                "seed",
                "1",
                "threads",
                "1",
                "grid",
                "prompts.png"));
    Torch.init(options.count("threads"));
    try (DrawingModel model = Model.open(Path.of(options.text("run")));
        FeatureExtractor judge =
            Catalog.FEATURES.make(Spec.parse("digits-lenet")).open(new ImageShape(1, 28, 28))) {
      List<Stated> prompts = prompts(model.data().width() > model.data().height());
      int count = options.count("count");
      List<Picture> drawn = draw(model, prompts, count * prompts.size(), options);
      report(prompts, judged(judge, drawn), drawn);
      show(prompts, drawn, Path.of(options.text("grid")));
    }
  }

  private static List<Stated> prompts(boolean pairs) {
    ClassCaptions words = ClassCaptions.DIGITS;
    List<Stated> prompts = new ArrayList<>();
    for (int left = 0; left < DIGITS; left++) {
      if (!pairs) {
        prompts.add(new Stated(words.plain(left), List.of(left)));
      }
      for (int right = 0; pairs && right < DIGITS; right++) {
        prompts.add(
            new Stated(words.plain(left) + " and " + words.plain(right), List.of(left, right)));
      }
    }
    return prompts;
  }

  private static List<Picture> draw(
      DrawingModel model, List<Stated> prompts, int count, Options options) {
    return model
        .generate()
        .prompts(prompts.stream().map(Stated::text).toArray(String[]::new))
        .guidance("classifier-free(weight=" + options.text("guidance") + ")")
        .seed(options.count("seed"))
        .draw(count);
  }

  /** The digits of each picture, from left to right. */
  private static List<List<Integer>> judged(FeatureExtractor judge, List<Picture> drawn) {
    List<List<Integer>> found = new ArrayList<>();
    for (Picture picture : drawn) {
      List<Picture> squares = squares(picture);
      try (TensorScope scope = TensorScope.open()) {
        double[] shares =
            Tensors.toDoubles(
                Objects.requireNonNull(
                    judge.activations(Pictures.tensor(squares)).probabilities()));
        found.add(IntStream.range(0, squares.size()).mapToObj(i -> largest(shares, i)).toList());
      }
    }
    return found;
  }

  /** The digit with the largest share of one square. */
  private static int largest(double[] shares, int square) {
    return IntStream.range(0, DIGITS)
        .boxed()
        .max(Comparator.comparingDouble(digit -> shares[square * DIGITS + digit]))
        .orElseThrow();
  }

  /** A gray picture cut into squares. */
  private static List<Picture> squares(Picture picture) {
    int side = picture.height();
    return IntStream.range(0, picture.width() / side)
        .mapToObj(k -> square(picture, k * side))
        .toList();
  }

  private static Picture square(Picture picture, int left) {
    int side = picture.height();
    byte[] pixels = new byte[side * side];
    for (int y = 0; y < side; y++) {
      System.arraycopy(picture.pixels(), y * picture.width() + left, pixels, y * side, side);
    }
    return new Picture(1, side, side, pixels);
  }

  private static void report(List<Stated> prompts, List<List<Integer>> found, List<Picture> drawn) {
    int[] right = new int[prompts.size()];
    for (int k = 0; k < found.size(); k++) {
      if (found.get(k).equals(prompts.get(k % prompts.size()).digits())) {
        right[k % prompts.size()]++;
      }
    }
    int each = drawn.size() / prompts.size();
    if (prompts.size() == DIGITS) {
      for (int k = 0; k < prompts.size(); k++) {
        System.out.println(format("%-8s %d of %d", prompts.get(k).text(), right[k], each));
      }
    }
    int all = IntStream.of(right).sum();
    System.out.println(
        format("all      %d of %d, %.1f %%", all, drawn.size(), 100.0 * all / drawn.size()));
  }

  /** The first pictures of the first prompts of each left digit, with the prompts below. */
  private static void show(List<Stated> prompts, List<Picture> drawn, Path file) {
    int step = prompts.size() == DIGITS ? 1 : DIGITS + 3; // of pairs, one in thirteen
    List<Picture> pictures = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (int row = 0; row < SHOWN; row++) {
      for (int k = 0; k < prompts.size(); k += step) {
        int image = row * prompts.size() + k;
        if (image < drawn.size()) {
          pictures.add(ImageIo.enlarge(drawn.get(image), SCALE));
          captions.add(prompts.get(k).text());
        }
      }
    }
    int columns = (prompts.size() + step - 1) / step;
    ImageIo.writePng(file, ImageIo.grid(pictures, captions, columns, 2 * SCALE));
    System.out.println(file);
  }
}
