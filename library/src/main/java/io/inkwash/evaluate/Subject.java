package io.inkwash.evaluate;

import io.inkwash.data.ImageSpec;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Families;
import io.inkwash.model.ImageEncoder;
import io.inkwash.model.LikelihoodModel;
import io.inkwash.model.Model;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * A model under evaluation, as far as metrics see it: what it draws, and which bits it gives to
 * images. This class alone knows how a {@link Model} does so.
 *
 * @param family what kind of model it is, such as {@code diffusion}: the word of messages
 * @param images the form of its images
 * @param samples its samples; empty where it cannot draw
 * @param likelihood its bits/dim of given images; empty where it has none, as a GAN
 * @param encoder maps images to latents and back; empty where it does not
 * @param batch images at a time
 */
public record Subject(
    String family,
    ImageSpec images,
    Optional<SampleSource> samples,
    Optional<ImageLikelihood> likelihood,
    Optional<ImageEncoder> encoder,
    int batch) {

  /** A model that encodes nothing. */
  public Subject(
      String family,
      ImageSpec images,
      Optional<SampleSource> samples,
      Optional<ImageLikelihood> likelihood,
      int batch) {
    this(family, images, samples, likelihood, Optional.empty(), batch);
  }

  /** A trained model, its samples drawn in a given way. */
  public static Subject of(Model model, Drawing drawing, int batch) {
    return of(model, Optional.of(new Drawn(drawing)), batch);
  }

  /** A trained model that draws nothing. */
  public static Subject of(Model model, int batch) {
    return of(model, Optional.empty(), batch);
  }

  private static Subject of(Model model, Optional<SampleSource> samples, int batch) {
    return new Subject(
        Families.nameOf(model.recipe()),
        model.data(),
        samples,
        model instanceof LikelihoodModel known
            ? Optional.of(new ModelLikelihood(known))
            : Optional.empty(),
        model instanceof ImageEncoder encoder ? Optional.of(encoder) : Optional.empty(),
        batch);
  }

  /**
   * A trained model, its samples drawn as requested.
   *
   * @throws io.inkwash.catalog.SpecException if the model cannot be drawn so
   */
  public static Subject of(DrawingModel model, GenerateOptions options, int batch) {
    return of(model, model.drawing(options), batch);
  }

  /** The classes requested, in turn; empty for none. */
  public List<Integer> classes() {
    return samples.map(SampleSource::classes).orElse(List.of());
  }

  /** The classes requested of some images, where any are. */
  int[] requested(int first, int count) {
    return SampleStatistics.inTurn(classes(), first, count);
  }

  /** Draws the first samples, which must exist. */
  public List<Picture> draw(int count, StepProgress progress) {
    List<Picture> pictures = new ArrayList<>();
    samples.orElseThrow().draw(count, batch, progress, pictures::addAll);
    return pictures;
  }

  private record Drawn(Drawing drawing) implements SampleSource {
    @Override
    public List<Integer> classes() {
      return drawing.classes();
    }

    @Override
    public long draw(int count, int batch, StepProgress progress, Consumer<List<Picture>> taker) {
      LongAdder evaluations = new LongAdder();
      drawing.counted(evaluations).draw(0, count, batch, progress, taker);
      return evaluations.sum();
    }
  }
}
