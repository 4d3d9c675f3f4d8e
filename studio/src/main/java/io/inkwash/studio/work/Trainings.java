package io.inkwash.studio.work;

import io.inkwash.data.ImageSource;
import io.inkwash.data.open.DataOptions;
import io.inkwash.format.Quote;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.Recipe;
import io.inkwash.request.NewRun;
import io.inkwash.request.Resumption;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.model.RunFolder;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.DivergedException;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.Trainer;
import io.inkwash.train.tensorboard.TensorBoardLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trainings, one at a time, on a thread of their own. A training that begins makes its folder at
 * once, so that it is there after a crash too and can be resumed. Safe for use by several threads.
 */
public final class Trainings implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Trainings.class.getName());
  private static final int MOST_WAITING = 16;
  private static final int MOST_REMEMBERED = 200;

  private final RunFolder runs;
  private final ComputeDevice device;
  private final Precision precision;
  private final Map<String, Training> trainings = new LinkedHashMap<>();
  private final Thread thread;
  private boolean closed;

  /**
   * Starts the thread.
   *
   * @param threads of libtorch's operators
   */
  public Trainings(RunFolder runs, ComputeDevice device, Precision precision, int threads) {
    this.runs = runs;
    this.device = device;
    this.precision = precision;
    thread =
        new Thread(
            () -> {
              Torch.init(threads);
              work();
            },
            "inkwash-training");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Begins a run: its folder is there when this returns, and it trains in its turn.
   *
   * @param check refuse what cannot be, and begin nothing
   * @return the training; empty where it is only checked
   * @throws RequestException if too many wait
   */
  public Optional<Training> begin(NewRun plan, Training.Order order, boolean check) {
    ImageSource source = Reasons.of("data", () -> plan.images(quietly()));
    Recipe fitted = Reasons.of("recipe", () -> plan.fitted(source));
    if (check) {
      return Optional.empty();
    }
    requireRoom();
    Reasons.of(
        "name", () -> plan.begin(fitted, source, plan.provenance(source, precision, device)));
    return Optional.of(add(plan.folder(), order));
  }

  /**
   * Goes on with a run in its turn.
   *
   * @throws RequestException if it trains already, or too many wait
   */
  public Training resume(Path folder, Training.Order order) {
    Resumption resumption = Reasons.of("run", () -> Resumption.of(folder));
    if (resumption.run().directory().isLocked()
        || of(runs.id(folder)).map(Training::active).orElse(false)) {
      throw new RequestException(409, "the run is being trained already");
    }
    requireRoom();
    return add(folder, order);
  }

  private static DataOptions quietly() {
    return DataOptions.defaults();
  }

  private synchronized void requireRoom() {
    if (closed) {
      throw new RequestException(503, "the studio stops");
    }
    if (trainings.values().stream().filter(Training::active).count() >= MOST_WAITING) {
      throw RequestException.busy(MOST_WAITING + " trainings wait already", 600);
    }
  }

  private synchronized Training add(Path folder, Training.Order order) {
    Training training = new Training(runs.id(folder), folder, order);
    trainings.remove(training.id());
    trainings.put(training.id(), training);
    for (Training old : List.copyOf(trainings.values())) {
      if (trainings.size() > MOST_REMEMBERED && !old.active()) {
        trainings.remove(old.id());
      }
    }
    notifyAll();
    return training;
  }

  /** What this studio knows of a run's training. */
  public synchronized Optional<Training> of(String id) {
    return Optional.ofNullable(trainings.get(id));
  }

  /** The trainings that wait or run, in their order. */
  public synchronized List<Training> active() {
    return trainings.values().stream().filter(Training::active).toList();
  }

  /** Forgets a run that has been deleted. */
  public synchronized void forget(String id) {
    trainings.remove(id);
  }

  private synchronized Optional<Training> next() throws InterruptedException {
    while (!closed) {
      for (Training each : trainings.values()) {
        if (each.active() && each.begin()) {
          return Optional.of(each);
        }
      }
      wait();
    }
    return Optional.empty();
  }

  private void work() {
    try {
      for (Optional<Training> next = next(); next.isPresent(); next = next()) {
        train(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void train(Training training) {
    try {
      Resumption resumption = Resumption.of(training.folder());
      ImageSource source = resumption.images(quietly());
      try (TrainingRun run = resumption.open(source, training.order().changes())) {
        training.end(train(training, run, resumption, source));
      }
    } catch (DivergedException e) {
      training.say(Reasons.line(e));
      training.end(Training.State.DIVERGED);
    } catch (RuntimeException e) {
      training.say(Reasons.line(e));
      training.end(Training.State.FAILED);
      if (!Reasons.expected(e)) {
        LOG.log(System.Logger.Level.ERROR, "a training failed", e);
      }
    } catch (OutOfMemoryError e) {
      training.say("not enough memory; train a smaller batch or a smaller network");
      training.end(Training.State.FAILED);
    }
  }

  private static Training.State train(
      Training training, TrainingRun run, Resumption resumption, ImageSource source) {
    Training.Order order = training.order();
    long perStep = run.recipe().training().imagesPerStep();
    Budget budget = order.length().budget(source.count(), perStep);
    Trainer.Intervals intervals =
        Trainer.Intervals.of(
            order.checkpointEvery(), order.sampleEvery(), order.keep(), source.count(), perStep);
    Path root = resumption.run().directory().root();
    try (TensorBoardLog events = TensorBoardLog.of(root)) {
      Trainer.Listener listener = new Progress(training);
      Trainer.Outcome outcome =
          run.train(
              resumption.run().directory(),
              budget,
              intervals,
              training::stopRequested,
              order.tensorBoard() ? listener.and(events) : listener);
      return outcome.stopped() ? Training.State.STOPPED : Training.State.TRAINED;
    }
  }

  /** Keeps what a training says of itself. */
  private record Progress(Training training) implements Trainer.Listener {
    @Override
    public void after(MetricsLog.Line line, double loss, double progress) {
      training.progress(progress);
    }

    @Override
    public void notice(String text) {
      training.say(Quote.line(text));
    }
  }

  /** Stops all: the one that runs saves what it learned. */
  @Override
  public void close() {
    List<Training> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(trainings.values());
      notifyAll();
    }
    all.stream().filter(Training::active).forEach(Training::stop);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
