package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How likely a model finds images: the negative log-likelihood, in bits/dim.
 *
 * @param kind what the number is: a bound or not, of bytes or of a density, and how bytes were made
 *     real numbers
 * @param terms what adds up to it, each for every image
 */
public record Likelihood(String kind, List<Term> terms) {

  /**
   * One summand.
   *
   * @param name what it is: {@code prior}, {@code step}, {@code decoder}, {@code flow}, or the
   *     width of bins
   * @param t the time that it belongs to
   * @param bits [N] bits/dim of each image
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers to read, never compared
  public record Term(String name, double t, double[] bits) {

    /** Mean over the images. */
    public double mean() {
      return Arrays.stream(bits).average().orElseThrow();
    }
  }

  /** Checks that every term has the same images. */
  public Likelihood {
    terms = List.copyOf(terms);
    if (terms.stream().mapToInt(term -> term.bits.length).distinct().count() != 1) {
      throw new IllegalArgumentException(
          format(
              "likelihood of %d terms; allowed: one or more, each for the same number of images",
              terms.size()));
    }
  }

  /** The number of images. */
  public int images() {
    return terms.get(0).bits.length;
  }

  /** [N] bits/dim of each image. */
  public double[] perImage() {
    double[] sums = new double[images()];
    for (Term term : terms) {
      for (int k = 0; k < sums.length; k++) {
        sums[k] += term.bits[k];
      }
    }
    return sums;
  }

  /** Mean bits/dim over the images. */
  public double bitsPerDim() {
    return Arrays.stream(perImage()).average().orElseThrow();
  }

  /**
   * Standard error of the mean: the deviation over images over the root of their number. It holds
   * what the images differ in and the noise of the estimate alike. NaN for one image.
   */
  public double error() {
    double mean = bitsPerDim();
    double squares = Arrays.stream(perImage()).map(b -> (b - mean) * (b - mean)).sum();
    int n = images();
    return Math.sqrt(squares / (n - 1.0) / n);
  }

  /** The names of its terms, in order. */
  public List<String> names() {
    return terms.stream().map(Term::name).distinct().toList();
  }

  /** The sum over all terms of a name, as mean bits/dim; 0 where there is none. */
  public double total(String name) {
    return terms.stream().filter(term -> term.name.equals(name)).mapToDouble(Term::mean).sum();
  }

  /**
   * The same with the images of another batch after these.
   *
   * @throws IllegalArgumentException if the other was measured in another way
   */
  public Likelihood with(Likelihood other) {
    if (!kind.equals(other.kind) || terms.size() != other.terms.size()) {
      throw new IllegalArgumentException(
          format(
              "likelihoods \"%s\" of %d terms and \"%s\" of %d; allowed: two of one kind",
              kind, terms.size(), other.kind, other.terms.size()));
    }
    List<Term> joined = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      Term mine = terms.get(i);
      double[] theirs = other.terms.get(i).bits;
      double[] bits = Arrays.copyOf(mine.bits, mine.bits.length + theirs.length);
      System.arraycopy(theirs, 0, bits, mine.bits.length, theirs.length);
      joined.add(new Term(mine.name, mine.t, bits));
    }
    return new Likelihood(kind, joined);
  }

  /** The same with one more term, which the kind names after a comma. */
  Likelihood with(String more, Term term) {
    List<Term> longer = new ArrayList<>(terms);
    longer.add(term);
    return new Likelihood(kind + ", " + more, longer);
  }
}
