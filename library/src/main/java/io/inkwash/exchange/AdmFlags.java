package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The flags by which improved-diffusion's and guided-diffusion's scripts describe a model, such as
 * {@code --image_size 64 --num_channels 192 --learn_sigma True}. Those of a model that are left out
 * have guided-diffusion's defaults; those that say how it is trained and drawn are passed over.
 */
public final class AdmFlags {
  private static final Set<String> KNOWN =
      Set.of(
          "image_size",
          "num_channels",
          "num_res_blocks",
          "channel_mult",
          "attention_resolutions",
          "num_heads",
          "num_head_channels",
          "use_new_attention_order",
          "use_scale_shift_norm",
          "resblock_updown",
          "dropout",
          "class_cond",
          "learn_sigma",
          "diffusion_steps",
          "noise_schedule",
          "rescale_timesteps",
          "predict_xstart");

  private final Map<String, String> flags;

  private AdmFlags(Map<String, String> flags) {
    this.flags = flags;
  }

  /**
   * Reads flags.
   *
   * @throws SpecException if they are not pairs of a name and a value, or say no size
   */
  public static AdmFlags parse(String text) {
    String[] words =
        text.replaceFirst("^\\s*\\w+=", "").replaceAll("[\"']", "").strip().split("\\s+");
    Map<String, String> flags = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      if (!words[i].startsWith("--") || i + 1 == words.length) {
        throw new SpecException(
            format("flags: %s; allowed: pairs such as --image_size 64", words[i]));
      }
      flags.put(words[i].substring(2), words[i + 1]);
    }
    AdmFlags read = new AdmFlags(flags);
    if (read.size() < 1 || flags.keySet().stream().noneMatch(KNOWN::contains)) {
      throw new SpecException(
          "flags without --image_size; allowed: those of a model, with its size");
    }
    return read;
  }

  /** The height and width of its images. */
  public int size() {
    return integer("image_size", 0);
  }

  /**
   * The recipe of such a model.
   *
   * @throws SpecException if there is no such model here
   */
  public DiffusionRecipe recipe() {
    boolean learned = flag("learn_sigma", false);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("network", network());
    settings.put("path", path());
    flagged("rescale_timesteps", "rescaled-index", "index", settings, "noiseLevelInput");
    flagged("predict_xstart", "x0", "noise", settings, "target");
    if (!learned) {
      settings.put("variance", "fixed-large");
      settings.put("sampling.steps", Integer.toString(timesteps()));
    }
    ImageSpec images = new ImageSpec(3, size(), size(), PixelRange.SYMMETRIC, List.of());
    return Settings.apply(Recipes.diffusion(learned ? "iddpm" : "ddpm"), images, settings);
  }

  private void flagged(
      String flag, String whereTrue, String whereFalse, Map<String, String> into, String setting) {
    if (flags.containsKey(flag)) {
      into.put(setting, flag(flag, false) ? whereTrue : whereFalse);
    }
  }

  private String network() {
    int headWidth = Math.max(0, integer("num_head_channels", -1));
    return format(
        "adm-unet(width=%d, multipliers=%s, blocks=%d, attention=%s, heads=%d, headWidth=%d, order=%s,"
            + " modulation=%s, resampling=%s, dropout=%s)",
        integer("num_channels", 128),
        multipliers(),
        integer("num_res_blocks", 2),
        attention(),
        headWidth > 0 ? 0 : integer("num_heads", 4),
        headWidth,
        flag("use_new_attention_order", false) ? "new" : "legacy",
        flag("use_scale_shift_norm", true) ? "scale-shift" : "add",
        flag("resblock_updown", false) ? "residual" : "convolution",
        flags.getOrDefault("dropout", "0"));
  }

  private String multipliers() {
    String given = flags.getOrDefault("channel_mult", "");
    return given.isEmpty()
        ? switch (size()) {
          case 512 -> "0.5:1:1:2:2:4:4";
          case 256 -> "1:1:2:2:4:4";
          case 128 -> "1:1:2:3:4";
          case 64 -> "1:2:3:4";
          case 32 -> "1:2:2:2";
          default ->
              throw new SpecException(
                  format(
                      "flags: image_size %d; allowed: 32, 64, 128, 256, 512, or --channel_mult",
                      size()));
        }
        : given.replace(',', ':');
  }

  private String attention() {
    return Arrays.stream(flags.getOrDefault("attention_resolutions", "16,8").split(","))
        .map(side -> Integer.toString(size() / number("attention_resolutions", side)))
        .sorted(Comparator.comparingInt(Integer::parseInt))
        .collect(Collectors.joining(":"));
  }

  private String path() {
    return switch (flags.getOrDefault("noise_schedule", "linear")) {
      case "linear" -> format("linear-betas(timesteps=%d)", timesteps());
      case "cosine" -> format("cosine-betas(timesteps=%d)", timesteps());
      default ->
          throw new SpecException(
              format(
                  "flags: noise_schedule %s; allowed: linear, cosine",
                  flags.get("noise_schedule")));
    };
  }

  private int timesteps() {
    return integer("diffusion_steps", 1000);
  }

  private boolean flag(String name, boolean usual) {
    String value = flags.get(name);
    return value == null ? usual : value.toLowerCase(Locale.ROOT).matches("true|yes|t|y|1");
  }

  private int integer(String name, int usual) {
    String value = flags.get(name);
    return value == null ? usual : number(name, value);
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new SpecException(format("flags: %s %s; allowed: whole numbers", name, value));
    }
  }
}
