package io.inkwash.evaluate;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ClassNames;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import java.util.Set;

/**
 * Bits/dim that a model needs for images that it was not trained on.
 *
 * @param by the name of the only estimator; {@link #ALL} for all that the model has
 * @param tolerance of those that follow a flow, above 0
 */
record UnseenBits(String by, double tolerance) implements EvaluationMetric {

  /** All estimators. */
  static final String ALL = "all";

  UnseenBits {
    if (!(tolerance > 0 && tolerance < 1)) {
      throw new IllegalArgumentException(
          format("tolerance is %s; allowed: above 0 and below 1, such as 1e-3", tolerance));
    }
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.LIKELIHOOD, Need.UNSEEN_IMAGES);
  }

  @Override
  public void check(Evaluation evaluation) {
    evaluation.subject().likelihood().ifPresent(each -> each.by(by, tolerance).check());
    ImageSource unseen = evaluation.reference().unseen();
    int count = evaluation.reference().extent().likelihood();
    if (count > unseen.count()) {
      throw new SpecException(
          format(
              "likelihood of %d images of %s; allowed: 1 to %d",
              count, unseen.name(), unseen.count()));
    }
    requireClasses(unseen, evaluation.subject().images());
  }

  /** The bits of a conditional model are those of an image given its class. */
  private static void requireClasses(ImageSource unseen, ImageSpec model) {
    if (model.classes() == 0) {
      return;
    }
    if (model.clustered()) {
      throw new SpecException(
          "the likelihood that a model of clusters has is that of an image given its cluster, not of"
              + " the image; allowed: a model without clusters");
    }
    if (unseen.classes() == 0) {
      throw new SpecException(
          format(
              "likelihood of %s, whose images have no classes, by a conditional model; allowed:"
                  + " images of its classes (%s)",
              unseen.name(), new ClassNames(model.classNames())));
    }
    if (!unseen.classNames().equals(model.classNames())) {
      throw new SpecException(
          format(
              "likelihood of %s with the classes %s by a model of other classes; allowed: %s",
              unseen.name(),
              new ClassNames(unseen.classNames()),
              new ClassNames(model.classNames())));
    }
  }

  @Override
  public Findings of(Evaluation evaluation) {
    ReferenceSet reference = evaluation.reference();
    return evaluation
        .subject()
        .likelihood()
        .orElseThrow()
        .by(by, tolerance)
        .of(
            reference.unseen(),
            reference.extent().likelihood(),
            evaluation.subject().batch(),
            reference.extent().seed(),
            evaluation.listener());
  }
}
