package io.inkwash.train;

import io.inkwash.data.BatchStream;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * The training loop of every rank but 0: takes the steps that the {@link Trainer} of rank 0 takes,
 * on its own rows of each batch, and writes nothing.
 *
 * @param trainStep the same step as rank 0's
 * @param data opens the batches that come after so many batches
 */
public record Follower(TrainStep trainStep, LongFunction<BatchStream> data) {

  /**
   * Trains from where rank 0 begins until it ends.
   *
   * @param stop checked after each step; true ends the training of all ranks
   * @return the last step
   * @throws DivergedException if the loss stops being a number, as at all ranks
   */
  public long follow(BooleanSupplier stop) {
    SharedState.Start start = SharedState.receive(trainStep);
    long step = start.step();
    try (BatchStream batches = data.apply(start.batches())) {
      for (Pace.Turn turn = turn(step, stop); turn.goesOn(); turn = turn(step, stop)) {
        step++;
        trainStep.step(step, turn.spent(), batches::next);
      }
    }
    return step;
  }

  private Pace.Turn turn(long step, BooleanSupplier stop) {
    Pace.Turn turn = Pace.follow(stop.getAsBoolean());
    if (turn.compares()) {
      SharedState.compare(trainStep, step);
    }
    return turn;
  }
}
