package io.inkwash.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.SpecException;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmFlagsTest {

  /** As guided-diffusion's README has them for its model of 64x64 pixels. */
  @Test
  void theModelOf64PixelsIsWhatItsFlagsSay() {
    AdmFlags flags =
        AdmFlags.parse(
            "MODEL_FLAGS=\"--attention_resolutions 32,16,8 --class_cond True --diffusion_steps 1000"
                + " --dropout 0.1 --image_size 64 --learn_sigma True --noise_schedule cosine"
                + " --num_channels 192 --num_head_channels 64 --num_res_blocks 3"
                + " --resblock_updown True --use_new_attention_order True --use_fp16 True"
                + " --use_scale_shift_norm True\"");
    DiffusionRecipe recipe = flags.recipe();
    Map<String, String> settings = Settings.of(recipe);
    assertThat(flags.size()).isEqualTo(64);
    assertThat(settings)
        .containsEntry("model.path", "cosine-betas(timesteps=1000)")
        .containsEntry("model.variance", "learned-range")
        .containsEntry(
            "model.network",
            "adm-unet(width=192, multipliers=1:2:3:4, blocks=3, attention=2:4:8, heads=0,"
                + " headWidth=64, order=new, modulation=scale-shift, resampling=residual,"
                + " dropout=0.1, sizes=exact, lineage=adm)");
  }

  @Test
  void improvedDiffusionsAreRead() {
    DiffusionRecipe recipe =
        AdmFlags.parse(
                "--image_size 32 --num_channels 128 --num_res_blocks 3 --diffusion_steps 4000"
                    + " --noise_schedule linear --rescale_timesteps True")
            .recipe();
    assertThat(Settings.of(recipe))
        .containsEntry("model.variance", "fixed-large")
        .containsEntry("model.noiseLevelInput", "rescaled-index")
        .containsEntry("sampling.steps", "4000");
  }

  @Test
  void whatIsNoModelIsRefused() {
    assertThatThrownBy(() -> AdmFlags.parse("image_size 64"))
        .isInstanceOf(SpecException.class)
        .hasMessage("flags: image_size; allowed: pairs such as --image_size 64");
    assertThatThrownBy(() -> AdmFlags.parse("--num_channels 64"))
        .hasMessageContaining("flags without --image_size");
    assertThatThrownBy(() -> AdmFlags.parse("--image_size 64 --noise_schedule odd").recipe())
        .hasMessageContaining("noise_schedule odd; allowed: linear, cosine");
  }
}
