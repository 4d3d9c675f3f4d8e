package io.inkwash.data.caption;

import io.inkwash.data.Seeds;
import io.inkwash.data.StoredImages;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Captions of labeled images: the name of the class with its article, and now and then a trait that
 * is measured of the image, as in "a thin seven leaning left". A trait is mentioned in half of the
 * captions of the images that have it, so that the plain name stands for images of every kind.
 *
 * @param nouns the word for each class, in the order of the labels
 * @param traits what else is mentioned
 */
public record ClassCaptions(List<String> nouns, List<Trait> traits) {

  /** Digits: thin or bold, leaning left or right. */
  public static final ClassCaptions DIGITS =
      new ClassCaptions(
          List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
          List.of(Trait.STROKE, Trait.SLANT));

  /** Pieces of clothing, as in Fashion-MNIST: dark or bright. */
  public static final ClassCaptions CLOTHES =
      new ClassCaptions(
          List.of(
              "t-shirt",
              "pair of trousers",
              "pullover",
              "dress",
              "coat",
              "sandal",
              "shirt",
              "sneaker",
              "bag",
              "ankle boot"),
          List.of(Trait.LIGHT));

  private static final String VOWELS = "aeiou";

  public ClassCaptions {
    nouns = List.copyOf(nouns);
    traits = List.copyOf(traits);
  }

  /** The same images with a caption each. */
  public StoredImages caption(StoredImages images) {
    List<String> captions = new ArrayList<>();
    byte[] image = new byte[images.shape().size()];
    for (int i = 0; i < images.count(); i++) {
      images.read(i, image, 0);
      SplittableRandom random = Seeds.stream(0, "caption", i);
      StringBuilder before = new StringBuilder();
      StringBuilder after = new StringBuilder();
      for (Trait trait : traits) {
        String words = trait.words(image, images.shape());
        if (random.nextBoolean() && !words.isEmpty()) {
          (trait.before() ? before : after).append(' ').append(words);
        }
      }
      captions.add(withArticle((before + " " + nouns.get(images.label(i))).strip()) + after);
    }
    return images.withCaptions(captions);
  }

  /** The plain caption of a class: "a three", "an eight". */
  public String plain(int label) {
    return withArticle(nouns.get(label));
  }

  private static String withArticle(String words) {
    boolean vowel = VOWELS.indexOf(words.charAt(0)) >= 0 && !words.startsWith("one"); // spoken: wun
    return (vowel ? "an " : "a ") + words;
  }
}
