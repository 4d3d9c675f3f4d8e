package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.nn.AdmConfig;
import io.inkwash.recipe.parts.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads the configuration of an {@code adm-unet} off the names and shapes of its state dict. All is
 * there but the heads of attention, their order, the dropout and the {@linkplain AdmConfig.Lineage
 * lineage}.
 */
final class AdmShapes {
  private static final String ADM = "adm-unet";
  private static final List<String> UNSEEN = List.of("heads", "headWidth", "order", "lineage");

  private final ForeignWeights weights;

  AdmShapes(ForeignWeights weights) {
    this.weights = weights;
  }

  /**
   * The form.
   *
   * @param recipe the recipe's network, for what shapes do not show
   */
  NetworkForm form(Spec recipe) {
    int classes = weights.size("label_emb.weight", 0);
    return new NetworkForm(
        spec(recipe),
        weights.size("input_blocks.0.0.weight", 1),
        weights.size("out.2.weight", 0),
        classes,
        UNSEEN,
        0);
  }

  private Spec spec(Spec recipe) {
    int width = weights.size("time_embed.0.weight", 1);
    int stages = count("output_blocks\\.\\d+\\.0\\.in_layers\\.2\\.weight");
    int upsamplings = count("output_blocks\\.\\d+\\.[12]\\.conv\\.weight");
    int residual = count("output_blocks\\.\\d+\\.[12]\\.in_layers\\.2\\.weight");
    int levels = 1 + Math.max(upsamplings, residual);
    String resampling = residual > 0 ? "residual" : "convolution";
    if (upsamplings == 0 && residual == 0) { // levels without weights between them leave no name
      levels = 1 + gaps();
      resampling = levels > 1 ? "plain" : resampling;
    }
    if (width == 0 || stages == 0 || stages % levels != 0) {
      throw new IllegalArgumentException(
          format(
              "a U-Net of %d levels with %d blocks on the way up; allowed: as many in each level",
              levels, stages));
    }
    int blocks = stages / levels - 1;
    Map<String, String> known = new LinkedHashMap<>();
    known.put("width", Integer.toString(width));
    known.put("multipliers", multipliers(width, levels, blocks));
    known.put("blocks", Integer.toString(blocks));
    known.put("attention", attention(levels, blocks));
    known.put("modulation", modulation());
    known.put("resampling", resampling);
    Map<String, String> arguments = new LinkedHashMap<>(base(recipe).arguments());
    arguments.putAll(known);
    return Catalog.NETWORKS.complete(new Spec(ADM, arguments));
  }

  /** What shapes do not show: the recipe's where it has such a network. */
  private static Spec base(Spec recipe) {
    Spec complete = Catalog.NETWORKS.complete(recipe);
    return complete.name().equals(ADM) ? complete : Catalog.NETWORKS.complete(Spec.parse(ADM));
  }

  private int count(String pattern) {
    return (int) weights.tensors().keySet().stream().filter(name -> name.matches(pattern)).count();
  }

  /** The numbers that are missing among the stages on the way down. */
  private int gaps() {
    TreeSet<Integer> there =
        weights.tensors().keySet().stream()
            .filter(name -> name.matches("input_blocks\\.\\d+\\..*"))
            .map(name -> Integer.parseInt(name.split("\\.")[1]))
            .collect(Collectors.toCollection(TreeSet::new));
    return there.isEmpty() ? 0 : there.last() + 1 - there.size();
  }

  private static int first(int level, int blocks) {
    return 1 + level * (blocks + 1);
  }

  private String multipliers(int width, int levels, int blocks) {
    return IntStream.range(0, levels)
        .map(l -> weights.size("input_blocks." + first(l, blocks) + ".0.in_layers.2.weight", 0))
        .mapToObj(channels -> plain((double) channels / width))
        .collect(Collectors.joining(":"));
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private String attention(int levels, int blocks) {
    String rates =
        IntStream.range(0, levels)
            .filter(
                l ->
                    weights
                        .tensors()
                        .containsKey("input_blocks." + first(l, blocks) + ".1.qkv.weight"))
            .mapToObj(l -> Integer.toString(1 << l))
            .collect(Collectors.joining(":"));
    return rates.isEmpty() ? "0" : rates;
  }

  private String modulation() {
    int out = weights.size("middle_block.0.in_layers.2.weight", 0);
    int rows = weights.size("middle_block.0.emb_layers.1.weight", 0);
    return rows == 2 * out ? "scale-shift" : "add";
  }
}
