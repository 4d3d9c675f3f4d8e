package io.inkwash.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Byte-pair encoding of words with GPT-2's letters for bytes and CLIP's mark {@code </w>} at the
 * end of a word: the pair of neighbors that was merged first when the vocabulary was made is merged
 * first, until no pair is left that ever was.
 */
final class BytePairs {
  private static final String END = "</w>";

  /** A letter for each byte, one that can be printed (GPT-2, function bytes_to_unicode). */
  private static final String[] LETTERS = letters();

  /** A pair of neighbors. */
  private record Pair(String left, String right) {}

  private final Map<String, Integer> ids;
  private final Map<Pair, Integer> ranks = new HashMap<>();

  /**
   * A vocabulary.
   *
   * @param ids the number of each token
   * @param merges the pairs in the order of merging, each with a space between its halves
   * @throws IllegalArgumentException if a line is no pair
   */
  BytePairs(Map<String, Integer> ids, List<String> merges) {
    this.ids = Map.copyOf(ids);
    for (String merge : merges) {
      String[] halves = merge.split(" ", -1);
      if (halves.length != 2) {
        throw new IllegalArgumentException("\"" + merge + "\" is no pair of tokens");
      }
      ranks.putIfAbsent(new Pair(halves[0], halves[1]), ranks.size());
    }
  }

  /** CLIP's 49,408 tokens: bytes, bytes that end a word, the merges' results, start and end. */
  static BytePairs clip() {
    return Clip.PAIRS;
  }

  /** CLIP's, read when it is first used. */
  private static final class Clip {
    private static final BytePairs PAIRS = readClip();
  }

  private static BytePairs readClip() {
    List<String> merges = clipMerges();
    Map<String, Integer> ids = new HashMap<>();
    List<String> inOrder = lettersInOrder();
    inOrder.forEach(letter -> ids.put(letter, ids.size()));
    inOrder.forEach(letter -> ids.put(letter + END, ids.size()));
    merges.forEach(merge -> ids.put(merge.replace(" ", ""), ids.size()));
    ids.put("<|startoftext|>", ids.size());
    ids.put("<|endoftext|>", ids.size());
    return new BytePairs(ids, merges);
  }

  private static List<String> clipMerges() {
    InputStream resource =
        Objects.requireNonNull(BytePairs.class.getResourceAsStream("clip-merges.txt.gz"));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it has the tokens and merges of another. */
  boolean same(BytePairs other) {
    return ids.equals(other.ids) && ranks.equals(other.ranks);
  }

  /** One more than the largest number of a token. */
  int size() {
    return ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
  }

  /**
   * The number of a token.
   *
   * @throws IllegalArgumentException if there is no such token
   */
  int require(String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new IllegalArgumentException("the vocabulary has no token " + token);
    }
    return id;
  }

  /** Adds the tokens of one word. */
  void encode(String word, int unknown, List<Integer> to) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    List<String> parts = new ArrayList<>(bytes.length);
    for (byte each : bytes) {
      parts.add(LETTERS[each & 0xff]);
    }
    parts.set(bytes.length - 1, parts.get(bytes.length - 1) + END);
    while (mergeFirst(parts)) {
      // until nothing is left to merge
    }
    parts.forEach(part -> to.add(ids.getOrDefault(part, unknown)));
  }

  /** Merges the pair of the lowest rank, wherever it stands. */
  private boolean mergeFirst(List<String> parts) {
    Pair first = null;
    int lowest = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < parts.size(); i++) {
      Pair pair = new Pair(parts.get(i), parts.get(i + 1));
      int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
      if (rank < lowest) {
        lowest = rank;
        first = pair;
      }
    }
    if (first == null) {
      return false;
    }
    List<String> merged = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      boolean here =
          i + 1 < parts.size()
              && parts.get(i).equals(first.left())
              && parts.get(i + 1).equals(first.right());
      merged.add(here ? first.left() + first.right() : parts.get(i));
      i += here ? 1 : 0;
    }
    parts.clear();
    parts.addAll(merged);
    return true;
  }

  private static boolean printable(int code) {
    return (code >= '!' && code <= '~') || (code >= 0xa1 && code <= 0xac) || code >= 0xae;
  }

  private static String[] letters() {
    String[] letters = new String[256];
    int others = 0;
    for (int code = 0; code < letters.length; code++) {
      letters[code] = Character.toString(printable(code) ? code : 256 + others++);
    }
    return letters;
  }

  /** The letters as they are numbered: first those of printable bytes. */
  private static List<String> lettersInOrder() {
    List<String> order = new ArrayList<>();
    for (boolean wanted : new boolean[] {true, false}) {
      for (int code = 0; code < LETTERS.length; code++) {
        if (printable(code) == wanted) {
          order.add(LETTERS[code]);
        }
      }
    }
    return order;
  }
}
