package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of score_sde_pytorch's {@code NCSNpp} and {@code DDPM}, read off the kinds of their
 * modules one after the other as far as the middle, and off the first norm behind it.
 */
final class ScoreSdeModules {
  private final ForeignWeights weights;
  private final List<ScoreSdeKind> kinds;
  private final Map<String, String> arguments = new LinkedHashMap<>();
  private final List<Integer> channels = new ArrayList<>();
  private final TreeSet<Integer> attention = new TreeSet<>();
  private int next;
  private int blocks;
  private int inChannels;

  private ScoreSdeModules(ForeignWeights weights) {
    this.weights = weights;
    kinds = ScoreSdeKind.all(weights);
    start();
    wayDown();
    finish();
  }

  /**
   * Reads the modules.
   *
   * @throws IllegalArgumentException if they are of a network that does not exist here
   */
  static ScoreSdeModules of(ForeignWeights weights) {
    return new ScoreSdeModules(weights);
  }

  private ScoreSdeKind kind(int ahead) {
    int number = next + ahead;
    return number < kinds.size() ? kinds.get(number) : ScoreSdeKind.EMPTY;
  }

  private IllegalArgumentException other(String what) {
    return new IllegalArgumentException(
        "a network of score_sde that is no NCSNpp and no DDPM: " + what);
  }

  private int size(int ahead, String layer, int dimension) {
    return weights.size(ScoreSdeKind.prefix(next + ahead) + layer, dimension);
  }

  private void start() {
    boolean fourier = kind(0) == ScoreSdeKind.FREQUENCIES;
    arguments.put("embedding", fourier ? "fourier" : "positional");
    next = fourier ? 1 : 0;
    if (kind(0) == ScoreSdeKind.CONV) {
      throw new IllegalArgumentException(
          "a network of score_sde that does not know the noise level");
    }
    next += 2; // the linear layers of the embedding
    if (kind(0) != ScoreSdeKind.CONV) {
      throw other(format("module %d is no convolution", next));
    }
    inChannels = size(0, "weight", 1);
    arguments.put("width", Integer.toString(size(0, "weight", 0)));
    next++;
  }

  private void wayDown() {
    arguments.put("encoder", "standard");
    arguments.put("resampling", "residual"); // of a network without a second level
    channels.add(size(0, "Conv_0.weight", 0));
    while (!middle()) {
      if (next >= kinds.size()) {
        throw other("it has no middle");
      }
      if (kind(0) == ScoreSdeKind.BLOCK) {
        blocks++;
        next++;
      } else if (kind(0) == ScoreSdeKind.ATTENTION) {
        attention.add(1 << (channels.size() - 1));
        next++;
      } else {
        level();
      }
    }
  }

  /** Whether here is the middle: in a level that has attention, each block has it. */
  private boolean middle() {
    return kind(0) == ScoreSdeKind.BLOCK
        && kind(1) == ScoreSdeKind.ATTENTION
        && kind(2) == ScoreSdeKind.BLOCK
        && kind(3) == ScoreSdeKind.BLOCK;
  }

  /** The beginning of a level: what halves, and what lets the image in. */
  private void level() {
    arguments.put(
        "resampling",
        switch (kind(0)) {
          case RESAMPLING -> "convolution";
          case EMPTY -> "plain";
          case FILTERED -> throw filteredUp();
          default -> "residual";
        });
    next++;
    switch (kind(0)) {
      case COMBINE -> {
        boolean beside = size(1, "GroupNorm_0.weight", 0) == 2 * size(0, "Conv_0.weight", 0);
        join(beside ? "skip-cat" : "skip");
      }
      case RESAMPLING -> join("strided");
      case FILTERED -> join("residual");
      default -> {} // the image does not come in
    }
    channels.add(size(0, "Conv_0.weight", 0));
    blocks = 0;
  }

  private void join(String encoder) {
    arguments.put("encoder", encoder);
    next++;
  }

  private static IllegalArgumentException filteredUp() {
    return new IllegalArgumentException(
        "a network of score_sde that doubles by convolutions with a filter (fir with resblock_type"
            + " ddpm and resamp_with_conv, or with progressive residual), which score_sde_pytorch"
            + " cannot evaluate either");
  }

  private void finish() {
    int width = Integer.parseInt(arguments.getOrDefault("width", "1"));
    arguments.put("multipliers", joined(channels.stream().map(each -> each / width).toList()));
    arguments.put("blocks", Integer.toString(blocks));
    arguments.put("attention", attention.isEmpty() ? "0" : joined(List.copyOf(attention)));
    arguments.put("decoder", decoder());
    if (kinds.contains(ScoreSdeKind.FILTERED)) {
      arguments.put("filter", "smooth");
    } else if (kinds.contains(ScoreSdeKind.RESAMPLING)) {
      arguments.put("filter", "box");
    }
    List<ScoreSdeOrder.Module> modules = ScoreSdeOrder.of(arguments).modules();
    if (modules.size() != kinds.size()) {
      throw other(format("it has %d modules, expected %d", kinds.size(), modules.size()));
    }
    for (int number = 0; number < modules.size(); number++) {
      boolean onTheWayDown = modules.get(number).name().startsWith("enc.");
      if (kinds.get(number) == ScoreSdeKind.FILTERED && !onTheWayDown) {
        throw filteredUp();
      }
    }
  }

  private static String joined(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(":"));
  }

  /** How the output is put together: the first norm is its only one, or where it begins. */
  private String decoder() {
    if (Collections.frequency(kinds, ScoreSdeKind.NORM) == 1) {
      return "standard";
    }
    next = kinds.indexOf(ScoreSdeKind.NORM);
    return size(1, "weight", 0) == outChannels() ? "skip" : "residual";
  }

  int inChannels() {
    return inChannels;
  }

  int outChannels() {
    int last = kinds.lastIndexOf(ScoreSdeKind.CONV);
    return weights.size(ScoreSdeKind.prefix(last) + "weight", 0);
  }

  /** The arguments of the network that weights show. */
  Map<String, String> arguments() {
    return arguments;
  }

  /** What weights do not show. */
  List<String> unseen() {
    return Stream.of("filter", "sums", "pixels", "output")
        .filter(argument -> !arguments.containsKey(argument))
        .toList();
  }

  /** The modules by the names that they have here. */
  ScoreSdeOrder order() {
    return ScoreSdeOrder.of(arguments);
  }
}
