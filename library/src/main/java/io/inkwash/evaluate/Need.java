package io.inkwash.evaluate;

import io.inkwash.catalog.SpecException;

/** What a metric needs of a model and of the images beside it; checked before anything is drawn. */
public enum Need {

  /** A model that draws. */
  SAMPLES {
    @Override
    void require(Evaluation evaluation) {
      Subject subject = evaluation.subject();
      if (subject.samples().isEmpty()) {
        throw new SpecException(
            "it needs samples, and a model of family " + subject.family() + " does not draw");
      }
    }
  },

  /** A model that maps images to latents and back. */
  RECONSTRUCTIONS {
    @Override
    void require(Evaluation evaluation) {
      Subject subject = evaluation.subject();
      if (subject.encoder().isEmpty()) {
        throw new SpecException(
            "it needs reconstructions, and a model of family "
                + subject.family()
                + " encodes no images");
      }
    }
  },

  /** Enough real images, and enough samples, to compare features. */
  REFERENCE {
    @Override
    void require(Evaluation evaluation) {
      evaluation.reference().requireEnough();
    }
  },

  /** Features of a network that classifies. */
  CLASSIFIER {
    @Override
    void require(Evaluation evaluation) {
      String features = evaluation.reference().extractor().name();
      if (evaluation.reference().extractor().classes() == 0) {
        throw new SpecException(
            "it needs features of a classifier, and "
                + features
                + " have no classes; allowed: a network that classifies, such as digits-lenet");
      }
    }
  },

  /** Samples of requested classes. */
  REQUESTED_CLASSES {
    @Override
    void require(Evaluation evaluation) {
      if (evaluation.subject().classes().isEmpty()) {
        throw new SpecException(
            "it needs samples of requested classes, and none is requested; request classes of a"
                + " conditional model");
      }
    }
  },

  /** A model that gives the likelihood of an image. */
  LIKELIHOOD {
    @Override
    void require(Evaluation evaluation) {
      Subject subject = evaluation.subject();
      if (subject.likelihood().isEmpty()) {
        throw new SpecException(
            "it needs the likelihood of images, and a model of family "
                + subject.family()
                + " has none");
      }
    }
  },

  /** Images that the model was not trained on, of its form. */
  UNSEEN_IMAGES {
    @Override
    void require(Evaluation evaluation) {
      evaluation.reference().requireUnseen(evaluation.subject().images());
    }
  };

  /**
   * Refuses an evaluation that lacks it.
   *
   * @throws SpecException with the reason and the remedy
   */
  abstract void require(Evaluation evaluation);
}
