package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a module of score_sde_pytorch is, by the names and shapes of its layers. */
enum ScoreSdeKind {
  /** Frequencies of a Fourier embedding. */
  FREQUENCIES,
  /** A linear layer. */
  LINEAR,
  /** A convolution. */
  CONV,
  /** A group norm. */
  NORM,
  /** A residual block. */
  BLOCK,
  /** A residual block that halves or doubles. */
  RESIZING_BLOCK,
  /** Attention. */
  ATTENTION,
  /** A convolution of single pixels that lets the image in. */
  COMBINE,
  /** A convolution that halves or doubles. */
  RESAMPLING,
  /** A convolution that halves or doubles with a filter ({@code fir}). */
  FILTERED,
  /** A module without weights: it halves or doubles. */
  EMPTY;

  private static final Pattern MODULE = Pattern.compile("all_modules\\.(\\d+)\\..*");

  /** The names of a module's layers begin with this. */
  static String prefix(int number) {
    return "all_modules." + number + ".";
  }

  /** The kinds of all modules, in their order. */
  static List<ScoreSdeKind> all(ForeignWeights weights) {
    OptionalInt last =
        weights.tensors().keySet().stream()
            .map(MODULE::matcher)
            .filter(Matcher::matches)
            .mapToInt(match -> Integer.parseInt(match.group(1)))
            .max();
    return IntStream.rangeClosed(0, last.orElse(-1)).mapToObj(n -> of(weights, n)).toList();
  }

  private static ScoreSdeKind of(ForeignWeights weights, int number) {
    String module = prefix(number);
    if (weights.tensors().keySet().stream().noneMatch(name -> name.startsWith(module))) {
      return EMPTY;
    }
    if (has(weights, module, "W")) {
      return FREQUENCIES;
    }
    if (has(weights, module, "NIN_3.W")) {
      return ATTENTION;
    }
    if (has(weights, module, "Conv_1.weight")) {
      int out = weights.size(module + "Conv_2.weight", 0);
      boolean same = out > 0 && out == weights.size(module + "Conv_2.weight", 1);
      return same ? RESIZING_BLOCK : BLOCK; // a shortcut of equal channels has something else to do
    }
    if (has(weights, module, "Conv2d_0.weight")) {
      return FILTERED;
    }
    if (has(weights, module, "Conv_0.weight")) {
      return weights.size(module + "Conv_0.weight", 2) == 1 ? COMBINE : RESAMPLING;
    }
    return switch (weights.dimensions(module + "weight")) {
      case 1 -> NORM;
      case 2 -> LINEAR;
      case 4 -> CONV;
      default ->
          throw new IllegalArgumentException(
              format("a network of score_sde with the unknown module %d", number));
    };
  }

  private static boolean has(ForeignWeights weights, String module, String layer) {
    return weights.tensors().containsKey(module + layer);
  }
}
