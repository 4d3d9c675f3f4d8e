package io.inkwash.evaluate;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import java.util.Set;

/** Bits/dim that a model needs for images that it was not trained on. */
record UnseenBits() implements EvaluationMetric {

  @Override
  public Set<Need> needs() {
    return Set.of(Need.LIKELIHOOD, Need.UNSEEN_IMAGES);
  }

  @Override
  public void check(Evaluation evaluation) {
    ImageSource unseen = evaluation.reference().unseen();
    int count = evaluation.reference().extent().likelihood();
    if (count > unseen.count()) {
      throw new SpecException(
          format(
              "likelihood of %d images of %s; allowed: 1 to %d",
              count, unseen.name(), unseen.count()));
    }
  }

  @Override
  public Findings of(Evaluation evaluation) {
    ReferenceSet reference = evaluation.reference();
    return evaluation
        .subject()
        .likelihood()
        .orElseThrow()
        .of(
            reference.unseen(),
            reference.extent().likelihood(),
            evaluation.subject().batch(),
            reference.extent().seed(),
            evaluation.listener());
  }
}
