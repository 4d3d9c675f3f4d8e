package io.inkwash.objective;

import io.inkwash.nn.Backbone;
import io.inkwash.time.training.TimeSamplerState;

/** An objective at work whose memory is that of its times. */
interface TimesState extends ObjectiveState<Backbone> {

  /** Where its noise levels come from, with what was learned of them. */
  TimeSamplerState times();

  @Override
  default double[] values() {
    return times().values();
  }

  @Override
  default void restore(double[] values) {
    times().restore(values);
  }
}
