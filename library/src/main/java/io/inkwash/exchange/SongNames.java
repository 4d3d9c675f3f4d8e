package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.file.TensorData;
import io.inkwash.nn.song.Filter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code song-unet} under the names of EDM's {@code SongUNet}: levels by the height of pictures
 * in them, and the filter beside each layer that resamples.
 *
 * @param arguments those of the network's spec, complete
 * @param height of the images
 */
record SongNames(Map<String, String> arguments, int height) {
  private static final Pattern LEVEL = Pattern.compile("(enc|dec)\\.level(\\d+)(_.*)");

  /** The options that SongUNet has, by argument. */
  private static final Map<String, List<String>> ALLOWED =
      Map.of(
          "encoder", List.of("standard", "skip", "residual"),
          "decoder", List.of("standard", "skip"),
          "resampling", List.of("residual"),
          "sums", List.of("scaled"),
          "pixels", List.of("symmetric"),
          "output", List.of("plain"));

  private static final Pattern RESAMPLES =
      Pattern.compile(".*(_(down|up)\\.(conv0|skip)|_aux_residual)\\.bias");

  /**
   * The names of a network.
   *
   * @throws IllegalArgumentException if SongUNet cannot be that network
   */
  static SongNames of(Spec network, int height) {
    Map<String, String> arguments = network.arguments();
    ALLOWED.forEach(
        (key, allowed) -> {
          String value = Objects.requireNonNull(arguments.get(key));
          if (!allowed.contains(value)) {
            throw new IllegalArgumentException(
                "SongUNet of EDM has no "
                    + key
                    + " "
                    + value
                    + "; allowed: "
                    + String.join(" or ", allowed));
          }
        });
    return new SongNames(arguments, height);
  }

  /** The weights under the names there, with the filters. */
  Map<String, TensorData> of(Map<String, TensorData> own) {
    Map<String, TensorData> there = new LinkedHashMap<>();
    own.forEach(
        (name, tensor) -> {
          String renamed = renamed(name);
          if (renamed.endsWith("_aux_skip.weight")) {
            there.put(renamed.replace("_aux_skip.weight", "_aux_down.resample_filter"), filter());
          }
          if (doublesOutput(name)) {
            there.put(renamed.replace("_aux_norm.weight", "_aux_up.resample_filter"), filter());
          }
          there.put(renamed, tensor);
          if (RESAMPLES.matcher(name).matches()) {
            there.put(renamed.replaceFirst("bias$", "resample_filter"), filter());
          }
        });
    return there;
  }

  private String renamed(String name) {
    Matcher level = LEVEL.matcher(name);
    if (!level.matches()) {
      return name;
    }
    int size = height >> Integer.parseInt(level.group(2));
    return format("%s.%dx%d%s", level.group(1), size, size, level.group(3));
  }

  /** Whether the output so far is doubled before a norm's level adds to it. */
  private boolean doublesOutput(String name) {
    int deepest = word("multipliers").split(":").length - 1;
    return word("decoder").equals("skip")
        && name.endsWith("_aux_norm.weight")
        && !name.startsWith("dec.level" + deepest + "_");
  }

  private String word(String key) {
    return Objects.requireNonNull(arguments.get(key));
  }

  /** [1,1,K,K] */
  private TensorData filter() {
    Filter filter = Filter.valueOf(word("filter").toUpperCase(Locale.ROOT));
    return TensorData.ofFloats(filter.kernel(1), 1, 1, filter.side(), filter.side());
  }
}
