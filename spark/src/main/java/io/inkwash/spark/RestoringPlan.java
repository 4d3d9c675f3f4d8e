package io.inkwash.spark;

import io.inkwash.catalog.Spec;
import io.inkwash.model.DenoisingModel;
import io.inkwash.request.RestorationWords;
import io.inkwash.restore.NoiseEstimate;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What every task of a restoration must know.
 *
 * @param drawing the model, and how it draws
 * @param noise NaN where none is stated
 */
record RestoringPlan(
    DrawingPlan drawing, String degradation, String method, double noise, NoiseEstimate estimate)
    implements Serializable {

  static RestoringPlan of(DrawingPlan drawing, RestorationWords words, Spec method) {
    return new RestoringPlan(
        drawing,
        words.degradation().toString(),
        method.toString(),
        words.noise().orElse(Double.NaN),
        words.estimate());
  }

  RestorationWords words() {
    return new RestorationWords(
        Spec.parse(degradation),
        Optional.of(Spec.parse(method)),
        Double.isNaN(noise) ? OptionalDouble.empty() : OptionalDouble.of(noise),
        estimate);
  }

  /** What restores in the process and on the device of the task that calls. */
  Restorer open() {
    return new Restorer((DenoisingModel) drawing.open().model(), this);
  }
}
