package io.inkwash.text;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CLIP's tokenizer (Radford et al. 2021, arXiv 2103.00020, section 2.4): lower-cased text, cut into
 * words, each word into the pieces that byte-pair encoding makes of its UTF-8 (Sennrich et al.
 * 2016, arXiv 1508.07909). The identifiers are those of {@code CLIPTokenizer} in Python's {@code
 * transformers}:
 *
 * <ol>
 *   <li>the names of special tokens, such as {@code <|endoftext|>}, stand for these tokens;
 *   <li>the rest is brought to Unicode's form C, white space becomes single spaces, and every
 *       letter is made lower case by itself;
 *   <li>words are runs of letters, single digits, runs of other signs, and the English endings 's,
 *       't, 're, 've, 'm, 'll, 'd;
 *   <li>a start token comes first and an end token last, in a text that is cut too; padding
 *       follows.
 * </ol>
 */
public final class ClipTokenizer implements Tokenizer {

  /** The length of CLIP's texts. */
  public static final int LENGTH = 77;

  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private static final String ENDINGS = "'s|'t|'re|'ve|'m|'ll|'d";

  private static final Pattern WORD =
      Pattern.compile(
          "<\\|startoftext\\|>|<\\|endoftext\\|>|"
              + ENDINGS
              + "|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** What the reference cuts each word into once more; it divides the names of special tokens. */
  private static final Pattern PIECE =
      Pattern.compile(
          ENDINGS + "|\\p{L}+|\\p{N}+|[^\\s\\p{L}\\p{N}]+", Pattern.UNICODE_CHARACTER_CLASS);

  private final BytePairs pairs;
  private final Special special;
  private final int length;
  private final Pattern names;

  /**
   * The tokens with a meaning of their own, by name.
   *
   * @param start the first token of every text
   * @param end the last one
   * @param padding what fills up to the length
   * @param unknown what stands for a letter that the vocabulary lacks
   */
  public record Special(String start, String end, String padding, String unknown) {

    /** CLIP's. */
    public static final Special CLIP =
        new Special("<|startoftext|>", "<|endoftext|>", "<|endoftext|>", "<|endoftext|>");

    /** The names, each once, longer ones first. */
    List<String> names() {
      return Stream.of(start, end, padding, unknown)
          .distinct()
          .sorted(Comparator.comparing(String::length).reversed())
          .toList();
    }
  }

  /**
   * A tokenizer.
   *
   * @param pairs the vocabulary
   * @param special tokens, all in the vocabulary
   * @param length of every text in tokens, 2 or more
   * @throws IllegalArgumentException if a special token is not in the vocabulary
   */
  ClipTokenizer(BytePairs pairs, Special special, int length) {
    if (length < 2) {
      throw new IllegalArgumentException(
          "texts of " + length + " tokens; allowed: 2 or more, such as " + LENGTH);
    }
    special.names().forEach(pairs::require);
    this.pairs = pairs;
    this.special = special;
    this.length = length;
    names =
        Pattern.compile(
            special.names().stream().map(Pattern::quote).collect(Collectors.joining("|")));
  }

  /**
   * The tokenizer of a model's folder: {@code vocab.json} and {@code merges.txt}, or {@code
   * tokenizer.json}; {@code tokenizer_config.json} and {@code special_tokens_map.json}.
   *
   * @throws io.inkwash.file.FileException if a file is missing or damaged, or is of another kind of
   *     tokenizer
   */
  public static ClipTokenizer open(Path folder) {
    return ClipVocabularyFiles.read(folder);
  }

  /** CLIP's own, with the vocabulary that comes with the library. */
  public static ClipTokenizer standard() {
    return new ClipTokenizer(BytePairs.clip(), Special.CLIP, LENGTH);
  }

  /** CLIP's own with another padding, such as {@code !} of Stable Diffusion 2. */
  public static ClipTokenizer paddedWith(String padding) {
    Special clip = Special.CLIP;
    return new ClipTokenizer(
        BytePairs.clip(), new Special(clip.start(), clip.end(), padding, clip.unknown()), LENGTH);
  }

  /** The name of the padding token. */
  public String padding() {
    return special.padding();
  }

  /** Whether its numbers are those of CLIP's own vocabulary with this padding. */
  public boolean isStandard() {
    return length == LENGTH
        && special.equals(paddedWith(padding()).special)
        && pairs.same(BytePairs.clip());
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int vocabularySize() {
    return pairs.size();
  }

  @Override
  public Tokens encode(String text) {
    List<Integer> ids = new ArrayList<>();
    ids.add(pairs.require(special.start()));
    Matcher name = names.matcher(text);
    int from = 0;
    while (name.find()) {
      plain(text.substring(from, name.start()), ids);
      ids.add(pairs.require(name.group()));
      from = name.end();
    }
    plain(text.substring(from), ids);
    boolean cut = ids.size() > length - 1;
    if (cut) {
      ids.subList(length - 1, ids.size()).clear();
    }
    ids.add(pairs.require(special.end()));
    int count = ids.size();
    ids.addAll(Collections.nCopies(length - count, pairs.require(special.padding())));
    return new Tokens(ids, count, cut);
  }

  /** The tokens of a text without names of special tokens. */
  private void plain(String text, List<Integer> ids) {
    int unknown = pairs.require(special.unknown());
    Matcher word = WORD.matcher(lower(text));
    while (word.find()) {
      Matcher piece = PIECE.matcher(word.group());
      while (piece.find()) {
        pairs.encode(piece.group(), unknown, ids);
      }
    }
  }

  private static String lower(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    return SPACE
        .matcher(composed)
        .replaceAll(" ")
        .codePoints()
        .mapToObj(point -> Character.toString(point).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
