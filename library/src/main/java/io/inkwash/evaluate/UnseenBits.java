package io.inkwash.evaluate;

import io.inkwash.metric.Score;
import io.inkwash.solve.Likelihood;

/**
 * How many bits a dimension the model needs for images that it has not seen: a bound where it steps
 * through a table, and the density of its flow.
 */
record UnseenBits() implements EvaluationMetric {

  @Override
  public void check(Evaluation evaluation) {
    evaluation.bits();
  }

  @Override
  public Findings of(Evaluation evaluation) {
    Bits bits = evaluation.bits();
    return bits.bounded()
        ? bound(bits, evaluation).and(flow(bits, evaluation))
        : flow(bits, evaluation);
  }

  private static Findings bound(Bits bits, Evaluation evaluation) {
    Likelihood bound =
        bits.bound(done -> evaluation.tell("bounding likelihoods", done, bits.count()));
    return finding(
        "nll-bound",
        bound,
        "of %d unseen images: prior %.4f, steps %.4f, decoder %.4f"
            .formatted(
                bound.images(), bound.total("prior"), bound.total("step"), bound.total("decoder")));
  }

  private static Findings flow(Bits bits, Evaluation evaluation) {
    Likelihood flow = bits.flow(done -> evaluation.tell("following flows", done, bits.count()));
    return finding(
        "nll-flow",
        flow,
        "of %d unseen images, Hutchinson's estimate along one direction of signs"
            .formatted(flow.images()));
  }

  private static Findings finding(String name, Likelihood likelihood, String note) {
    double error = likelihood.error();
    return Findings.of(
        new Finding(
            name,
            likelihood.bitsPerDim(),
            Double.isNaN(error) ? null : error,
            null,
            Score.Better.LOWER,
            note));
  }
}
