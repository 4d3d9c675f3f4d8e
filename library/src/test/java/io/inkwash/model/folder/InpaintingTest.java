package io.inkwash.model.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.catalog.Spec;
import io.inkwash.condition.Request;
import io.inkwash.denoise.Denoiser;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.restore.Measurement;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Replacement;
import io.inkwash.restore.degradation.Masked;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten steps that fill the upper half of a picture, beside diffusers' inpainting pipeline. */
class InpaintingTest {
  private static final double OF_STEPS = 1e-3;

  @TempDir static Path top;

  private static Path plain;
  private static Path nine;

  @BeforeAll
  static void unpack() throws IOException {
    Torch.init(1);
    plain = TinyModels.unpack("tiny1", top);
    nine = TinyModels.inpainting(top.resolve("nine"));
  }

  private static GenerateOptions options() {
    return GenerateOptions.defaults()
        .withPrompts(List.of("a photo of a cat"))
        .withNegative(Request.prompts(List.of("blurry")))
        .withGuidance(Spec.parse("classifier-free(weight=3)"))
        .withSteps(10);
  }

  private static Prior prior(StableDiffusion model) {
    return model.prior(options(), model.stored().pictures(16, 16));
  }

  /** 1 in the upper half of a square and 0 below. */
  private static Tensor upperHalf(int side) {
    Tensor mask = Tensors.zeros(1, 1, side, side);
    mask.narrow(2, 0, side / 2).fill_(new Scalar(1.0));
    return mask;
  }

  /** The latents of the picture with a gray hole, for both images. */
  private static Tensor known(Prior prior) {
    Tensor picture = Tensors.clamp(TinyModels.tensor("pictures", 1, 3, 16, 16), -1, 1);
    Tensor seen = picture.mul(upperHalf(16).neg().add(new Scalar(1.0)));
    return prior.codec().encode(seen).expand(2, 4, 8, 8);
  }

  /**
   * How far the latents that a model draws are from diffusers' at most, in so many of their rows.
   */
  private static double off(
      StableDiffusion model, SamplingLoop loop, Denoiser by, String name, int rows) {
    Tensor noise = TinyModels.start(1);
    Tensor drawn =
        loop.walk(
            TinyModels.start(model.stored().startScale(options(), loop)),
            by,
            noise::clone, // diffusers puts the same noise in at every step
            SamplingLoop.Observer.NONE);
    Tensor wanted = Tensors.of(TinyModels.filled(name), 2, 4, 8, 8);
    return Tensors.item(drawn.sub(wanted).narrow(2, 0, rows).abs().max());
  }

  /**
   * In the hole: what is known is put in as pixels at the end. Without PNDM, whose first step is
   * two in diffusers, between which what is known is put in once more.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ddim", "euler", "dpm"})
  void knownLatentsArePutInAsInDiffusers(String scheduler) throws IOException {
    TinyModels.schedule(plain, scheduler);
    try (TensorScope scope = TensorScope.open();
        StableDiffusion model = StableDiffusion.open(plain)) {
      Prior prior = prior(model);
      Tensor lower = upperHalf(8).neg().add(new Scalar(1.0)).view(8, 8);
      Masked mask = new Masked(lower);
      Tensor latents = known(prior).to(ScalarType.Double);
      Solver solver =
          new Replacement(prior.sampler().solver(), Measurement.exact(mask, mask.apply(latents)));
      SamplingLoop loop = new SamplingLoop(prior.path(), solver, prior.sampler().times());
      assertThat(off(model, loop, prior.denoiser(), "mask." + scheduler, 4)).isLessThan(OF_STEPS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim", "pndm", "euler", "dpm"})
  void aNetworkOfNineChannelsReadsTheHoleAsInDiffusers(String scheduler) throws IOException {
    TinyModels.schedule(nine, scheduler);
    try (TensorScope scope = TensorScope.open();
        StableDiffusion model = StableDiffusion.open(nine)) {
      Prior prior = prior(model);
      Denoiser filling = prior.holes().orElseThrow().of(upperHalf(8), known(prior));
      assertThat(off(model, prior.sampler(), filling, "nine." + scheduler, 8)).isLessThan(OF_STEPS);
    }
  }
}
