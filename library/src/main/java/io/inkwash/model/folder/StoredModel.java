package io.inkwash.model.folder;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.codec.Codec;
import io.inkwash.codec.TiledDecoder;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoiser;
import io.inkwash.exchange.latent.SchedulerSettings;
import io.inkwash.exchange.latent.StoredPipeline;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.RequestedDenoiser;
import io.inkwash.prediction.Target;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.restore.Prior;
import io.inkwash.solve.SamplingLoop;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A model of Stable Diffusion 1 or 2 as another program stored it, whose settings are read and its
 * weights are not.
 *
 * @param path the folder or file
 * @param form its settings
 */
public record StoredModel(Path path, StoredPipeline.Form form) {
  /** Diffusers' default. */
  private static final int STEPS = 50;

  private static final Spec GUIDANCE = Spec.parse("classifier-free").with("weight", "7.5");

  /**
   * Reads the settings.
   *
   * @throws io.inkwash.file.FileException if it is not whole, or of a kind that does not exist here
   */
  public static StoredModel read(Path path) {
    try (StoredPipeline stored = StoredPipeline.open(path)) {
      return new StoredModel(path, stored.form());
    }
  }

  /**
   * The same where the network predicts something else than the settings state, which a single file
   * has none of: such a file of Stable Diffusion 2 is taken to predict v.
   *
   * @param target such as that of noise or of v
   */
  public StoredModel predicting(Target target) {
    return new StoredModel(
        path,
        new StoredPipeline.Form(
            form.unet(),
            form.autoencoder(),
            form.text(),
            form.latentScale(),
            form.scheduler().predicting(target)));
  }

  /**
   * The height and width of the pictures for which the model was trained, where nothing says it.
   */
  public int size() {
    return TiledDecoder.TILE * form.autoencoder().factor();
  }

  /** What the width and the height of its pictures are multiples of, in pixels. */
  public int sizeMultiple() {
    return form.autoencoder().factor() << (form.unet().channels().size() - 1);
  }

  /** Whether the network itself reads a mask and the rest of the picture. */
  public boolean readsHoles() {
    return form.unet().joined() > 0;
  }

  /**
   * The form of pictures of a size.
   *
   * @throws SpecException if the model cannot draw such pictures
   */
  public ImageSpec pictures(int width, int height) {
    int multiple = sizeMultiple();
    if (width < 1 || height < 1 || width % multiple != 0 || height % multiple != 0) {
      throw new SpecException(
          format(
              "the model cannot draw pictures of %dx%d; allowed: multiples of %d, such as %d",
              width, height, multiple, size()));
    }
    return new ImageSpec(3, height, width, PixelRange.SYMMETRIC);
  }

  /** The form of the latents of such pictures. */
  ImageSpec latents(ImageSpec pictures) {
    int factor = form.autoencoder().factor();
    return new ImageSpec(
        form.autoencoder().latentChannels(),
        pictures.height() / factor,
        pictures.width() / factor,
        PixelRange.SYMMETRIC);
  }

  /** How the model is guided. */
  public Spec guidance(GenerateOptions options) {
    return options.guidance().orElse(GUIDANCE);
  }

  /**
   * The solver on its times.
   *
   * @throws SpecException if the model cannot draw so, with the reason
   */
  SamplingLoop loop(GenerateOptions options) {
    requireKnown(options);
    SchedulerSettings scheduler = form.scheduler();
    int steps = options.steps().orElse(STEPS);
    double[] times =
        options.grid().isPresent()
            ? Catalog.GRIDS.make(options.grid().get()).times(scheduler.path(), steps)
            : scheduler.times(steps);
    return new SamplingLoop(
        scheduler.path(), Catalog.SOLVERS.make(options.solver().orElse(scheduler.solver())), times);
  }

  private void requireKnown(GenerateOptions options) {
    options
        .threshold()
        .filter(spec -> !spec.name().equals("none"))
        .ifPresent(
            spec -> {
              throw new SpecException(
                  "threshold "
                      + spec
                      + " limits pixels, and this model works in latents; allowed: none");
            });
    Spec guidance = guidance(options);
    boolean guided = !guidance.name().equals("none");
    Catalog.GUIDANCES.make(guidance);
    if (options.negative().isPresent() && !guided) {
      throw new SpecException(
          "a negative prompt acts by guidance, and there is none; add guidance"
              + " classifier-free(weight=7.5)");
    }
  }

  /**
   * Refuses images that cannot be drawn so.
   *
   * @throws SpecException with the reason
   */
  public void check(GenerateOptions options) {
    loop(options);
    if (readsHoles()) {
      throw new SpecException(
          "the model fills holes in pictures, and here is none; allowed: restore inpaint and"
              + " complete");
    }
  }

  /** The factor of the first noise. */
  double startScale(GenerateOptions options, SamplingLoop loop) {
    return options.grid().isPresent()
        ? loop.path().priorScale()
        : form.scheduler().startScale(loop.times()[0]);
  }

  /**
   * The model as editing and restoration use it, to check what can be done with it.
   *
   * @throws SpecException if it cannot be used so
   */
  public Prior unread(GenerateOptions options, ImageSpec pictures) {
    RequestedDenoiser.requireNoMomentum(guidance(options));
    Denoiser unread =
        (x, t) -> {
          throw new IllegalStateException("a model without weights was evaluated");
        };
    return new Prior(
        unread,
        loop(options),
        latents(pictures),
        pictures,
        Codec.UNREAD,
        readsHoles() ? Optional.of((missing, known) -> unread) : Optional.empty());
  }

  /** How images are drawn: facts by name. */
  public Map<String, String> text(GenerateOptions options) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("solver", options.solver().orElse(form.scheduler().solver()).toString());
    options.grid().ifPresent(grid -> text.put("grid", grid.toString()));
    text.put("steps", Integer.toString(options.steps().orElse(STEPS)));
    text.put("guidance", guidance(options).toString());
    return text;
  }
}
