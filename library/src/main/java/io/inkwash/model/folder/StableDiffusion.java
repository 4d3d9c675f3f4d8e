package io.inkwash.model.folder;

import io.inkwash.catalog.SpecException;
import io.inkwash.codec.AutoencoderCodec;
import io.inkwash.condition.Requested;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.exchange.latent.Lora;
import io.inkwash.exchange.latent.SchedulerSettings;
import io.inkwash.exchange.latent.StoredPipeline;
import io.inkwash.generate.DecodedGenerator;
import io.inkwash.generate.DiffusionGenerator;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.ImageGenerator;
import io.inkwash.generate.PriorModel;
import io.inkwash.generate.RequestedDenoiser;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.ConditionalUNet;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.nn.text.ClipVectors;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.Guidance;
import io.inkwash.recipe.parts.GuidedModel;
import io.inkwash.restore.Prior;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Tensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A model of Stable Diffusion 1 or 2, as another program stored it. It draws pictures of prompts,
 * and edits and completes pictures.
 *
 * <p>Weights in safetensors are mapped, not copied, where they are float32, or matrices and kernels
 * of 16 bits. Pictures are a function of seed, prompt and settings as everywhere here; diffusers
 * draws other noise from a seed.
 */
public final class StableDiffusion implements ImageGenerator, PriorModel, AutoCloseable {
  private final StoredModel stored;
  private final ComputeDevice device;
  private final Precision precision;
  private final StoredPipeline.Filled<ConditionalUNet> unet;
  private final StoredPipeline.Filled<AutoencoderKl> autoencoder;
  private final StoredPipeline.Filled<ClipTextEncoder> text;
  private final PromptCondition condition;

  private StableDiffusion(
      StoredModel stored,
      StoredPipeline pipeline,
      Lora changes,
      ComputeDevice device,
      Precision precision) {
    this.stored = stored;
    this.device = device;
    this.precision = precision;
    unet = pipeline.unet(changes);
    autoencoder = pipeline.autoencoder();
    text = pipeline.text(changes);
    condition = new PromptCondition(pipeline.tokenizer(), new ClipVectors(text.value()));
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
    return open(StoredModel.read(path), changes, device, precision);
  }

  /** A model whose settings are read. */
  public static StableDiffusion open(
      StoredModel stored, List<Change> changes, ComputeDevice device, Precision precision) {
    try (ComputeDevice.Use use = device.enter();
        StoredPipeline pipeline = StoredPipeline.open(stored.path())) {
      Lora all = Lora.NONE;
      for (Change change : changes) {
        all = all.then(Lora.read(change.file(), change.scale(), pipeline));
      }
      return new StableDiffusion(stored, pipeline, all, device, precision);
    }
  }

  /** Its settings. */
  public StoredModel stored() {
    return stored;
  }

  /** Where it computes. */
  public ComputeDevice device() {
    return device;
  }

  @Override
  public Drawing drawing(GenerateOptions options) {
    return drawing(options, stored.pictures(stored.size(), stored.size()));
  }

  /**
   * Images to be drawn.
   *
   * @param pictures their form, as {@link StoredModel#pictures} gives it
   * @throws SpecException if the model cannot draw so, with the reason
   */
  public Drawing drawing(GenerateOptions options, ImageSpec pictures) {
    stored.check(options);
    SamplingLoop loop = stored.loop(options);
    ImageSpec latents = stored.latents(pictures);
    return new Drawing(
        new DecodedGenerator(
            new DiffusionGenerator(
                guided(options, latents), loop, latents, stored.startScale(options, loop)),
            codec()),
        pictures,
        options.request().of(condition),
        options.seed(),
        device);
  }

  @Override
  public Prior prior(GenerateOptions options) {
    return prior(options, stored.pictures(stored.size(), stored.size()));
  }

  /**
   * The model as editing and restoration use it, for pictures of a form.
   *
   * @throws SpecException if the model cannot be used so, with the reason
   */
  public Prior prior(GenerateOptions options, ImageSpec pictures) {
    RequestedDenoiser.requireNoMomentum(stored.guidance(options));
    ImageSpec latents = stored.latents(pictures);
    ConditionalDenoiser model = guided(options, latents);
    Requested requested = options.request().of(condition);
    return new Prior(
        new RequestedDenoiser(model, requested, false),
        stored.loop(options),
        latents,
        pictures,
        codec(),
        stored.readsHoles()
            ? Optional.of((missing, known) -> filling(model, requested, missing, known))
            : Optional.empty());
  }

  /** The denoiser of a network that reads the hole and the rest of the picture. */
  private static Denoiser filling(
      ConditionalDenoiser model, Requested requested, Tensor missing, Tensor known) {
    Tensor holes = missing.expand(known.size(0), 1, known.size(2), known.size(3));
    Tensor joined = Tensors.cat(1, holes.to(ScalarType.Float), known.to(ScalarType.Float));
    return new RequestedDenoiser(
        (rows, each) -> model.given(rows.with(Conditioning.IMAGE, joined), each), requested, false);
  }

  private AutoencoderCodec codec() {
    return new AutoencoderCodec(autoencoder.value(), stored.form().latentScale());
  }

  private ConditionalDenoiser guided(GenerateOptions options, ImageSpec latents) {
    Optional<Requested> negative = options.negative().map(request -> request.of(condition));
    Guidance guidance = Catalog.GUIDANCES.make(stored.guidance(options));
    SchedulerSettings scheduler = stored.form().scheduler();
    return (given, each) -> {
      Denoiser guided =
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
      return Double.isInfinite(scheduler.bound()) ? guided : new Bounded(guided, scheduler.bound());
    };
  }

  /** The denoiser of latents, neither guided nor given a picture. */
  private Denoiser denoiser(Conditioning conditioning) {
    SchedulerSettings scheduler = stored.form().scheduler();
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
