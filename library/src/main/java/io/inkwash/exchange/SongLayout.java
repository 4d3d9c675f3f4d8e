package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.TensorData;
import io.inkwash.recipe.parts.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code SongUNet} of EDM and of PhysicsNeMo, whose levels are named by the size of pictures. */
final class SongLayout implements Layout {
  private static final Pattern LEVEL = Pattern.compile("((?:enc|dec)\\.)(\\d+)x\\d+(_.*)");

  /** What is in the state dict and is no weight here: filters, and fixed frequencies. */
  private static final Pattern TABLE = Pattern.compile(".*\\.resample_filter|map_augment\\.weight");

  @Override
  public List<String> anchors() {
    return List.of("map_layer0.weight");
  }

  @Override
  public String network() {
    return "song-unet";
  }

  @Override
  public NetworkForm form(ForeignWeights weights, Spec recipe) {
    List<Integer> sizes = sizes(weights);
    if (sizes.isEmpty() || weights.tensors().containsKey("out_conv.weight")) {
      throw new IllegalArgumentException("a network of EDM that is no SongUNet");
    }
    Map<String, StoredTensor> named = renamed(weights);
    ForeignWeights here = weights.with(named);
    int width = here.size("enc.level0_conv.weight", 0);
    int blocks = count(named, "enc\\.level0_block\\d+\\.conv0\\.weight");
    boolean fourier = here.size("map_layer0.weight", 1) == 2 * width;
    Map<String, String> known = new LinkedHashMap<>();
    known.put("width", Integer.toString(width));
    known.put(
        "multipliers",
        IntStream.range(0, sizes.size())
            .map(l -> here.size("enc.level" + l + "_block0.conv0.weight", 0) / width)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(":")));
    known.put("blocks", Integer.toString(blocks));
    known.put("attention", attention(named, sizes.size()));
    known.put("embedding", fourier ? "fourier" : "positional");
    known.put(
        "encoder",
        count(named, "enc\\..*_aux_residual\\.weight") > 0
            ? "residual"
            : count(named, "enc\\..*_aux_skip\\.weight") > 0 ? "skip" : "standard");
    known.put("decoder", count(named, "dec\\..*_aux_norm\\.weight") > 1 ? "skip" : "standard");
    List<String> unseen = new ArrayList<>();
    filter(weights).ifPresentOrElse(f -> known.put("filter", f), () -> unseen.add("filter"));
    return new NetworkForm(
        spec(recipe, known),
        here.size("enc.level0_conv.weight", 1),
        here.size("dec.level0_aux_conv.weight", 0),
        here.size("map_label.weight", 1),
        unseen,
        sizes.get(0));
  }

  /** The recipe's network where it is of this kind, else the usual one, with what is known. */
  static Spec spec(Spec recipe, Map<String, String> known) {
    Spec usual = new Spec("song-unet", Map.of());
    Spec base = Catalog.NETWORKS.complete(recipe.name().equals(usual.name()) ? recipe : usual);
    Map<String, String> arguments = new LinkedHashMap<>(base.arguments());
    arguments.putAll(known);
    return Catalog.NETWORKS.complete(new Spec(usual.name(), arguments));
  }

  private static Optional<String> filter(ForeignWeights weights) {
    return weights.tensors().keySet().stream()
        .filter(name -> name.endsWith(".resample_filter"))
        .findFirst()
        .map(
            name ->
                switch (weights.size(name, 3)) {
                  case 2 -> "box";
                  case 4 -> "smooth";
                  default ->
                      throw new IllegalArgumentException(
                          format(
                              "a network that resamples by %d taps; allowed: 2 and 4",
                              weights.size(name, 3)));
                });
  }

  private static int count(Map<String, StoredTensor> tensors, String pattern) {
    return (int) tensors.keySet().stream().filter(name -> name.matches(pattern)).count();
  }

  private static String attention(Map<String, StoredTensor> named, int levels) {
    String rates =
        IntStream.range(0, levels)
            .filter(l -> named.containsKey("enc.level" + l + "_block0.qkv.weight"))
            .mapToObj(l -> Integer.toString(1 << l))
            .collect(Collectors.joining(":"));
    return rates.isEmpty() ? "0" : rates;
  }

  /** The height of pictures in each level, largest first. */
  private static List<Integer> sizes(ForeignWeights weights) {
    return weights.tensors().keySet().stream()
        .map(LEVEL::matcher)
        .filter(Matcher::matches)
        .map(match -> Integer.valueOf(match.group(2)))
        .collect(Collectors.toCollection(TreeSet::new))
        .descendingSet()
        .stream()
        .toList();
  }

  @Override
  public Map<String, StoredTensor> toNetwork(ForeignWeights weights, Spec network) {
    Map<String, StoredTensor> renamed = renamed(weights);
    if ("positional".equals(network.arguments().get("embedding"))) {
      renamed.remove("map_noise.freqs");
    }
    return renamed;
  }

  private static Map<String, StoredTensor> renamed(ForeignWeights weights) {
    List<Integer> sizes = sizes(weights);
    Map<String, StoredTensor> renamed = new LinkedHashMap<>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (TABLE.matcher(name).matches()) {
                return;
              }
              Matcher level = LEVEL.matcher(name);
              String here =
                  level.matches()
                      ? level.group(1)
                          + "level"
                          + sizes.indexOf(Integer.valueOf(level.group(2)))
                          + level.group(3)
                      : name;
              renamed.put(attentionOfBlock(here), tensor);
            });
    return renamed;
  }

  /** PhysicsNeMo holds attention in a module of its own. */
  private static String attentionOfBlock(String name) {
    return name.replace(".attn.norm.", ".norm2.")
        .replace(".attn.qkv.", ".qkv.")
        .replace(".attn.proj.", ".proj.");
  }

  @Override
  public Map<String, TensorData> fromNetwork(
      Map<String, TensorData> own, Spec network, int height) {
    return SongNames.of(network, height).of(own);
  }
}
