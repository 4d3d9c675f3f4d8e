package io.inkwash.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Backbone;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Vp;
import io.inkwash.process.VpLogSnr;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.NetworkOutput;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variational diffusion models: what their recipes take and refuse. */
@ExtendWith(NativeLeakGuard.class)
class LikelihoodRecipesTest {
  private static final String INSIDE = "denoiser.denoiser.denoiser.";
  private static final String TINY =
      "network=adm-unet(width=32,multipliers=1:1,blocks=1,attention=0,heads=1,sizes=padded)";

  private static DiffusionRecipe changed(String base, String... changes) {
    Map<String, String> settings = new LinkedHashMap<>();
    List.of(changes)
        .forEach(change -> settings.put(change.split("=", 2)[0], change.split("=", 2)[1]));
    return (DiffusionRecipe) Settings.apply(Recipes.named(base), settings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ancestral",
        "ddim",
        "euler",
        "heun",
        "dpm++",
        "dpm++sde",
        "unipc",
        "euler-maruyama"
      })
  void anySolverDraws(String solver) {
    DiffusionRecipe recipe = changed("vdm-small");
    DiffusionMethod method = DiffusionMethod.of(recipe);
    for (String grid : List.of("trailing", "linspace", "log-snr", "karras")) {
      assertThat(method.takes(recipe.sampling().by(solver, grid, 12))).as(grid).isTrue();
    }
  }

  /** The network inside is the recipe's own, but for the channels of its first and last layers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "simple-unet(width=8)",
        "compact-unet(width=32)",
        "adm-unet(width=32,multipliers=1:1,blocks=1,attention=0,heads=1)"
      })
  void anyNetworkTakesAllParts(String network) {
    DiffusionRecipe all = changed("vdm-small", "network=" + network);
    DiffusionRecipe none =
        changed(
            "vdm-small",
            "network=" + network,
            "inputFeatures=none",
            "learnedPath=none",
            "output=target");
    try (TensorScope scope = TensorScope.open()) {
      Backbone whole = all.network(1);
      Backbone alone = none.network(1);
      assertThat(whole.learnedPath()).isPresent();
      assertThat(alone.learnedPath()).isEmpty();
      StateDict inside = new StateDict();
      whole
          .stateDict()
          .forEach(
              (name, tensor) -> {
                if (name.startsWith(INSIDE)) {
                  inside.put(name.substring(INSIDE.length()), tensor);
                }
              });
      StateDict own = alone.stateDict();
      assertThat(inside.keySet()).isEqualTo(own.keySet());
      assertThat(inside.entrySet())
          .filteredOn(
              entry ->
                  !Arrays.equals(
                      Tensors.shape(entry.getValue()),
                      Tensors.shape(Objects.requireNonNull(own.get(entry.getKey())))))
          .hasSize(3);
    }
  }

  /** What is drawn from and measured is the path of the weights, not that of the recipe. */
  @Test
  void aTrainedModelHasThePathThatItLearned() {
    DiffusionRecipe recipe = changed("vdm-small", "learnedPath=ends");
    try (TensorScope scope = TensorScope.open()) {
      Backbone network = recipe.network(1);
      GaussianPath begun = DiffusionMethod.of(recipe, network).path();
      assertThat(begun).isEqualTo(DiffusionMethod.of(recipe).path());
      Objects.requireNonNull(network.stateDict().get("path.ends"))
          .set_data(Tensors.of(new float[] {0.5f, -1}, 2).mul(new Scalar(1.0)));
      GaussianPath learned = DiffusionMethod.of(recipe, network).path();
      assertThat(learned).isEqualTo(new VpLogSnr(-12.8, 4, ((VpLogSnr) begun).rise()));
    }
  }

  @Test
  void whatNothingTrainsIsRefused() {
    assertThatThrownBy(() -> changed("vdm-small", "objective=denoising"))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "with objective=denoising: learnedPath monotone is trained by the bound, and objective denoising is another; use"
                + " objective continuous-vlb, or learnedPath none");
    assertThatThrownBy(() -> changed("vdm-small", "path=linear-betas"))
        .hasMessageContaining("allowed: a path without timesteps and with signal at its end");
    assertThatThrownBy(
            () ->
                changed(
                    "flow-small",
                    "codec=autoencoder",
                    "threshold=none",
                    "inputFeatures=fourier",
                    TINY))
        .hasMessageContaining(
            "makes bytes differ, and latents have none; allowed: none, with codec");
    assertThatThrownBy(
            () ->
                changed(
                    "vdm-small",
                    "codec=autoencoder",
                    "threshold=none",
                    "inputFeatures=none",
                    "learnedPath=none",
                    TINY))
        .hasMessageContaining("is the likelihood of bytes, and latents have none");
    assertThatThrownBy(() -> changed("vdm-small", "variance=learned"))
        .isInstanceOf(SpecException.class);
    assertThatThrownBy(() -> changed("vdm-small", "learnedPath=monotone(hidden=0)"))
        .hasMessageContaining(
            "a monotone network of 0 hidden units; allowed: 1 or more, such as 1024");
  }

  /** The weights of pixel values give the clean image of a path that they know from its log-SNR. */
  @Test
  void whatDoesNotGoWithPixelValuesIsRefused() {
    Map<String, String> refused =
        Map.of(
            "target=noise", "is the clean image; use target x0",
            "scale=unit-variance", "reads the noisy image as it is; use scale identity",
            "noiseLevelInput=time", "reads the log-SNR; use noiseLevelInput log-sigma or log-snr");
    refused.forEach(
        (change, reason) ->
            assertThatThrownBy(() -> changed("vdm-small", change))
                .isInstanceOf(SpecException.class)
                .hasMessage("with " + change + ": output pixel-values " + reason));
    assertThatThrownBy(() -> changed("vdm-small", "output=pixel-values(features=0)"))
        .hasMessageEndingWith("0 features; allowed: 1 or more, such as 32");
    Parameterization readable =
        new Parameterization(Targets.x0(), InputScale.identity(), NoiseLevelInput.logSnr());
    NetworkOutput weights = Catalog.OUTPUTS.make(Spec.parse("pixel-values"));
    weights.check(Vp.linear(), readable, Variance.FIXED_SMALL);
    assertThatThrownBy(
            () -> weights.check(RectifiedFlow.standard(), readable, Variance.FIXED_SMALL))
        .hasMessageContaining("needs a path whose signal follows from its log-SNR");
    assertThatThrownBy(
            () -> changed("edm-small", "target=x0", "scale=identity", "output=pixel-values"))
        .hasMessageContaining(
            "output pixel-values needs a path whose signal follows from its log-SNR; use log-snr,");
    assertThatThrownBy(
            () ->
                changed(
                    "iddpm-small",
                    "objective=vlb",
                    "target=x0",
                    "noiseLevelInput=log-snr",
                    "output=pixel-values"))
        .hasMessageContaining("output pixel-values gives no variance; use variance fixed-small");
    assertThatThrownBy(
            () ->
                changed(
                    "vdm-small",
                    "objective=denoising",
                    "learnedPath=none",
                    "inputFeatures=none",
                    "codec=autoencoder",
                    TINY))
        .hasMessageContaining(
            "output pixel-values is of the values of bytes, and latents have none; allowed: target,");
  }
}
