package io.inkwash.spark;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.open.SingleImage;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.DenoisingModel;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.DrawingWords;
import io.inkwash.request.RestorationWords;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.Restored;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Restores pictures in an executor.
 *
 * @param model the executor's, shared by its tasks
 */
record Restorer(DenoisingModel model, RestoringPlan plan) {

  /**
   * A picture to restore.
   *
   * @param number among those of its set, which its random numbers depend on
   * @param file its path, or what stands for it in messages
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Given(long number, String file, byte[] bytes) {}

  /**
   * Restores pictures that have neighboring numbers in one batch, or one by one where the noise of
   * each is estimated.
   *
   * @param about what the set is, as it is to stand in the text of each; empty for nothing
   */
  List<DrawnImage> restore(List<Given> given, String about) {
    RestorationWords words = plan.words();
    GenerateOptions requested = plan.drawing().words().options(model.recipe());
    try (TensorScope scope = TensorScope.open();
        ComputeDevice.Use use = model.device().enter()) {
      Prior prior = model.prior(requested);
      Restoration restoration =
          Restoration.of(prior, words.happened(), words.noise().orElse(0), requested.seed());
      Map<String, String> text = text(words, requested, about);
      List<SingleImage> images = given.stream().map(one -> picture(restoration, one)).toList();
      if (!words.estimated()) {
        return restored(restoration, images, given.get(0).number(), text);
      }
      List<DrawnImage> all = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        List<SingleImage> one = images.subList(i, i + 1);
        double sigma = words.estimate().of(pixels(prior, one))[0] / prior.unit();
        if (!(sigma > 0)) {
          throw new SpecException(
              format("%s: no noise is seen in it; state its noise", given.get(i).file()));
        }
        all.addAll(restored(restoration.withNoise(sigma), one, given.get(i).number(), text));
      }
      return all;
    }
  }

  private static SingleImage picture(Restoration restoration, Given given) {
    return SingleImage.of(given.file(), given.bytes())
        .in(given.file(), restoration.given(), restoration.resizable());
  }

  private static Tensor pixels(Prior prior, List<SingleImage> images) {
    List<Picture> pictures = new ArrayList<>();
    for (SingleImage image : images) {
      ImageShape shape = image.shape();
      pictures.add(new Picture(shape.channels(), shape.height(), shape.width(), image.pixels()));
    }
    return prior.pixels(pictures);
  }

  private List<DrawnImage> restored(
      Restoration restoration, List<SingleImage> images, long first, Map<String, String> text) {
    try (TensorScope scope = TensorScope.open()) {
      Prior prior = restoration.prior();
      Restored restored =
          restoration.restore(
              Spec.parse(plan.method()), pixels(prior, images), first, StepProgress.NONE);
      List<Picture> pictures = prior.shown(restored.images());
      List<DrawnImage> drawn = new ArrayList<>();
      for (int i = 0; i < pictures.size(); i++) {
        Map<String, String> own = new LinkedHashMap<>(text);
        own.put("inkwash:image", Long.toString(first + i));
        own.put("inkwash:input", images.get(i).name());
        drawn.add(new DrawnImage(first + i, pictures.get(i), own));
      }
      return drawn;
    }
  }

  /** What is written beside each: the facts of one machine, in its order. */
  private Map<String, String> text(
      RestorationWords words, GenerateOptions requested, String about) {
    Map<String, String> text = DrawingWords.text(model, plan.drawing().source().which());
    text.putAll(words.text());
    if (!about.isEmpty()) {
      text.put("inkwash:images", about);
    }
    text.putAll(RestorationWords.text(model.recipe(), requested));
    text.put("inkwash:method", Catalog.RESTORERS.complete(words.method().orElseThrow()).toString());
    return text;
  }
}
