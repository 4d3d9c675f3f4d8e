package io.inkwash.model.folder;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.codec.AutoencoderCodec;
import io.inkwash.codec.TiledDecoder;
import io.inkwash.condition.Requested;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.exchange.latent.Lora;
import io.inkwash.exchange.latent.SchedulerSettings;
import io.inkwash.exchange.latent.StoredPipeline;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.ImageGenerator;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.ConditionalUNet;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.Guidance;
import io.inkwash.recipe.parts.GuidedModel;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model of Stable Diffusion 1 or 2, as another program stored it. It draws pictures of prompts:
 * of noise, on pictures, and in their holes.
 *
 * <p>Weights that are float32 in safetensors are mapped, not copied. Pictures are a function of
 * seed, prompt and settings as everywhere here; diffusers draws other noise from a seed.
 */
public final class StableDiffusion implements ImageGenerator, AutoCloseable {
  /** Diffusers' default. */
  private static final int STEPS = 50;

  private static final Spec GUIDANCE = Spec.parse("classifier-free").with("weight", "7.5");

  private final StoredPipeline.Form form;
  private final ComputeDevice device;
  private final Precision precision;
  private final StoredPipeline.Filled<ConditionalUNet> unet;
  private final StoredPipeline.Filled<AutoencoderKl> autoencoder;
  private final StoredPipeline.Filled<ClipTextEncoder> text;
  private final PromptCondition condition;

  private StableDiffusion(
      StoredPipeline stored, Lora changes, ComputeDevice device, Precision precision) {
    form = stored.form();
    this.device = device;
    this.precision = precision;
    unet = stored.unet(changes);
    autoencoder = stored.autoencoder();
    text = stored.text(changes);
    condition = new PromptCondition(stored.tokenizer(), text.value());
  }

  /**
   * Opens a folder of diffusers, or a file in CompVis's naming, on the CPU in float32.
   *
   * @throws io.inkwash.file.FileException if it is not whole, or of a kind that does not exist here
   */
  public static StableDiffusion open(Path path) {
    return open(path, List.of(), ComputeDevice.CPU, Precision.FP32);
  }

  /**
   * A change of low rank that is merged into the weights.
   *
   * @param file in the naming of kohya's scripts or of diffusers
   * @param scale of the change; 1 for what was trained
   */
  public record Change(Path file, double scale) {}

  /**
   * The same with changes, on a device.
   *
   * @throws io.inkwash.file.FileException if a change is for another model, too
   */
  public static StableDiffusion open(
      Path path, List<Change> changes, ComputeDevice device, Precision precision) {
    try (ComputeDevice.Use use = device.enter();
        StoredPipeline stored = StoredPipeline.open(path)) {
      Lora all = Lora.NONE;
      for (Change change : changes) {
        all = all.then(Lora.read(change.file(), change.scale(), stored));
      }
      return new StableDiffusion(stored, all, device, precision);
    }
  }

  /** The settings. */
  public StoredPipeline.Form form() {
    return form;
  }

  /**
   * The height and width of the pictures for which the model was trained, where nothing says it.
   */
  public int size() {
    return TiledDecoder.TILE * form.autoencoder().factor();
  }

  /** Whether the network itself reads a mask and the rest of the picture. */
  public boolean readsMask() {
    return form.unet().joined() > 0;
  }

  @Override
  public Drawing drawing(GenerateOptions options) {
    return drawing(options, Canvas.blank(size(), size()));
  }

  /**
   * Images to be drawn on a canvas.
   *
   * @throws SpecException if the model cannot draw so, with the reason
   * @throws IllegalArgumentException if the canvas does not fit the model
   */
  public Drawing drawing(GenerateOptions options, Canvas canvas) {
    requireSize(canvas);
    options
        .threshold()
        .ifPresent(
            spec -> {
              throw new SpecException(
                  "threshold " + spec + " of latents, which have no pixel range; leave it out");
            });
    SchedulerSettings scheduler = form.scheduler();
    SamplingLoop loop = loop(options);
    Requested requested = options.request().of(condition);
    Optional<Requested> negative = options.negative().map(request -> request.of(condition));
    Guidance guidance = Catalog.GUIDANCES.make(options.guidance().orElse(GUIDANCE));
    ImageSpec latents =
        new ImageSpec(
            form.autoencoder().latentChannels(),
            canvas.height() / form.autoencoder().factor(),
            canvas.width() / form.autoencoder().factor(),
            PixelRange.SYMMETRIC);
    ConditionalDenoiser guided =
        (given, each) ->
            guidance.guide(
                new GuidedModel(
                    each.apply(denoiser(given)),
                    () -> each.apply(denoiser(away(given, negative))),
                    () -> {
                      throw new SpecException("autoguidance of a model of another program");
                    },
                    scheduler.path(),
                    latents,
                    given));
    return new Drawing(
        new LatentDrawing(
            guided,
            loop,
            options.grid().isPresent() ? 1 : scheduler.startScale(loop.times()[0]),
            new AutoencoderCodec(autoencoder.value(), form.latentScale()),
            canvas,
            readsMask()),
        new ImageSpec(3, canvas.height(), canvas.width(), PixelRange.SYMMETRIC),
        requested,
        options.seed(),
        device);
  }

  private void requireSize(Canvas canvas) {
    int multiple = form.autoencoder().factor() << (form.unet().channels().size() - 1);
    if (canvas.width() % multiple != 0 || canvas.height() % multiple != 0) {
      throw new IllegalArgumentException(
          format(
              "the model cannot draw pictures of %dx%d; allowed: multiples of %d, such as %d",
              canvas.width(), canvas.height(), multiple, size()));
    }
    if (readsMask() && canvas.mask().isEmpty()) {
      throw new IllegalArgumentException(
          "the model fills holes in pictures, and no mask is given; name a picture and a mask");
    }
  }

  private SamplingLoop loop(GenerateOptions options) {
    SchedulerSettings scheduler = form.scheduler();
    int steps = options.steps().orElse(STEPS);
    double[] times =
        options.grid().isPresent()
            ? Catalog.GRIDS.make(options.grid().get()).times(scheduler.path(), steps)
            : scheduler.times(steps);
    return new SamplingLoop(
        scheduler.path(), Catalog.SOLVERS.make(options.solver().orElse(scheduler.solver())), times);
  }

  /** The denoiser of latents, neither guided nor given a picture. */
  private Denoiser denoiser(Conditioning conditioning) {
    SchedulerSettings scheduler = form.scheduler();
    return new NetworkDenoiser(
        unet.value(),
        scheduler.path(),
        new Parameterization(scheduler.target(), InputScale.identity(), NoiseLevelInput.index()),
        conditioning,
        precision);
  }

  /** What guidance leads away from: the negative prompts, or the empty one. */
  private Conditioning away(Conditioning given, Optional<Requested> negative) {
    int images = given.rows();
    Conditioning other =
        negative.isPresent()
            ? negative.get().rows(0, images)
            : condition.prompts(List.of()).rows(0, images);
    return given.of(Conditioning.IMAGE).isPresent()
        ? other.with(Conditioning.IMAGE, given.of(Conditioning.IMAGE).get())
        : other;
  }

  @Override
  public void close() {
    unet.close();
    autoencoder.close();
    text.close();
  }
}
