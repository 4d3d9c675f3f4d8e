package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The modules of score_sde_pytorch's {@code NCSNpp} in their order, and what each is in the network
 * here. Sizes and options are read off the kinds of modules and their shapes.
 */
final class ScoreSdeModules {

  /** What a module is, by the names of its layers. */
  private enum Kind {
    FREQUENCIES,
    LINEAR,
    CONV,
    NORM,
    BLOCK,
    ATTENTION,
    SIDE,
    COMBINE
  }

  private final ForeignWeights weights;
  private final List<Kind> kinds;
  private final int first; // the number of the first convolution
  private final int width;
  private final int levels;
  private final int blocks;

  private ScoreSdeModules(ForeignWeights weights) {
    this.weights = weights;
    kinds = new ArrayList<>();
    while (weights.tensors().keySet().stream().anyMatch(name -> name.startsWith(at("")))) {
      kinds.add(kind());
    }
    first = kinds.indexOf(Kind.CONV);
    if (first < 2) {
      throw new IllegalArgumentException(
          "a network of score_sde that does not know the noise level");
    }
    width = weights.size("all_modules." + first + ".weight", 0);
    int resizing = (int) IntStream.range(0, kinds.size()).filter(this::resizes).count();
    levels = resizing / 2 + 1;
    int plain = Collections.frequency(kinds, Kind.BLOCK) - resizing - 2;
    if (plain < levels || plain % levels != 0 || plain / levels % 2 == 0) {
      throw new IllegalArgumentException(
          format(
              "a network of score_sde of %d levels and %d blocks, which is no NCSN++",
              levels, plain));
    }
    blocks = (plain / levels - 1) / 2;
  }

  /**
   * Reads the modules.
   *
   * @throws IllegalArgumentException if they are of a network that does not exist here
   */
  static ScoreSdeModules of(ForeignWeights weights) {
    return new ScoreSdeModules(weights);
  }

  private String at(String layer) {
    return "all_modules." + kinds.size() + "." + layer;
  }

  private boolean has(String layer) {
    return weights.tensors().containsKey(at(layer));
  }

  /** The kind of the next module. */
  private Kind kind() {
    if (has("W")) {
      return Kind.FREQUENCIES;
    }
    if (has("NIN_3.W")) {
      return Kind.ATTENTION;
    }
    if (has("Conv_1.weight")) {
      return Kind.BLOCK;
    }
    if (has("Conv2d_0.weight")) {
      return Kind.SIDE;
    }
    if (has("Conv_0.weight")) {
      if (weights.size(at("Conv_0.weight"), 2) != 1) {
        throw new IllegalArgumentException(
            "a network of score_sde that resamples by convolutions (resblock_type ddpm); allowed:"
                + " resblock_type biggan");
      }
      return Kind.COMBINE;
    }
    int dimensions = weights.dimensions(at("weight"));
    return switch (dimensions) {
      case 1 -> Kind.NORM;
      case 2 -> Kind.LINEAR;
      case 4 -> Kind.CONV;
      default ->
          throw new IllegalArgumentException(
              "a network of score_sde with the unknown module " + kinds.size());
    };
  }

  /**
   * Whether a module is a block that halves or doubles: one with a shortcut that changes nothing.
   */
  private boolean resizes(int number) {
    String module = "all_modules." + number + ".";
    return kinds.get(number) == Kind.BLOCK
        && weights.size(module + "Conv_2.weight", 0) > 0
        && weights.size(module + "Conv_2.weight", 0) == weights.size(module + "Conv_2.weight", 1);
  }

  int inChannels() {
    return weights.size("all_modules." + first + ".weight", 1);
  }

  int outChannels() {
    return weights.size("all_modules." + kinds.lastIndexOf(Kind.CONV) + ".weight", 0);
  }

  /** The arguments of the network that weights show. */
  Map<String, String> arguments() {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("width", Integer.toString(width));
    known.put(
        "multipliers",
        IntStream.range(0, levels)
            .map(level -> weights.size("all_modules." + block(level) + ".Conv_0.weight", 0) / width)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(":")));
    known.put("blocks", Integer.toString(blocks));
    String rates =
        IntStream.range(0, levels)
            .filter(this::attends)
            .mapToObj(level -> Integer.toString(1 << level))
            .collect(Collectors.joining(":"));
    known.put("attention", rates.isEmpty() ? "0" : rates);
    known.put("embedding", kinds.get(0) == Kind.FREQUENCIES ? "fourier" : "positional");
    known.put("encoder", encoder());
    known.put("decoder", skipsUp() ? "skip" : "standard");
    if (encoder().equals("residual")) {
      known.put("filter", "smooth");
    }
    return known;
  }

  /** What weights do not show. */
  List<String> unseen() {
    return encoder().equals("residual")
        ? List.of("pixels", "output")
        : List.of("filter", "pixels", "output");
  }

  private String encoder() {
    int sides = Collections.frequency(kinds, Kind.SIDE);
    if (sides >= levels) {
      throw new IllegalArgumentException(
          "a network of score_sde whose output grows by convolutions (progressive residual); allowed:"
              + " none and output_skip");
    }
    return sides > 0 ? "residual" : kinds.contains(Kind.COMBINE) ? "skip" : "standard";
  }

  private boolean skipsUp() {
    return Collections.frequency(kinds, Kind.NORM) > 1;
  }

  /** The number of a level's first block on the way down. */
  private int block(int level) {
    int number = first + 1;
    for (int each = 0; each < level; each++) {
      number += blocks * (attendsAfter(number) ? 2 : 1) + 1; // and the block that halves
      number += encoder().equals("standard") ? 0 : 1;
    }
    return number;
  }

  private boolean attends(int level) {
    return attendsAfter(block(level));
  }

  /** Whether attention follows a level's first block; after the deepest's comes the middle. */
  private boolean attendsAfter(int block) {
    return kinds.get(block + 1) == Kind.ATTENTION;
  }

  /** The name here of each module, by its number; attention has that of the block before it. */
  Map<Integer, String> names() {
    Modules modules = new Modules();
    if (kinds.get(0) == Kind.FREQUENCIES) {
      modules.next("map_noise.freqs");
    }
    modules.next("map_layer0");
    modules.next("map_layer1");
    modules.next("enc.level0_conv");
    for (int level = 0; level < levels; level++) {
      for (int block = 0; block < blocks; block++) {
        modules.block("enc.level" + level + "_block" + block, attends(level));
      }
      if (level < levels - 1) {
        String below = "enc.level" + (level + 1);
        modules.next(below + "_down");
        if (!encoder().equals("standard")) {
          modules.next(below + (encoder().equals("skip") ? "_aux_skip" : "_aux_residual"));
        }
      }
    }
    modules.block("dec.level" + (levels - 1) + "_in0", true);
    modules.next("dec.level" + (levels - 1) + "_in1");
    for (int level = levels - 1; level >= 0; level--) {
      for (int block = 0; block <= blocks; block++) {
        modules.block("dec.level" + level + "_block" + block, attends(level) && block == blocks);
      }
      if (skipsUp() || level == 0) {
        modules.next("dec.level" + level + "_aux_norm");
        modules.next("dec.level" + level + "_aux_conv");
      }
      if (level > 0) {
        modules.next("dec.level" + (level - 1) + "_up");
      }
    }
    return modules.names;
  }

  /** Gives names to modules one after the other. */
  private static final class Modules {
    private final Map<Integer, String> names = new LinkedHashMap<>();

    void next(String name) {
      names.put(names.size(), name);
    }

    void block(String name, boolean attention) {
      next(name);
      if (attention) {
        next(name);
      }
    }
  }
}
