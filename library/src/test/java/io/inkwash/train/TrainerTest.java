package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.data.Augment;
import io.inkwash.data.Batch;
import io.inkwash.data.BatchStream;
import io.inkwash.data.ImageShape;
import io.inkwash.data.PixelRange;
import io.inkwash.data.StoredImages;
import io.inkwash.picture.ImageIo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop, with a step that only counts. */
class TrainerTest {
  private static final int BATCH = 2;

  @TempDir Path folder;
  private RunDirectory directory;
  private final List<Long> drawn = new ArrayList<>();

  @BeforeEach
  void createRun() {
    directory = RunDirectory.create(folder.resolve("run"), "recipe", "provenance");
  }

  /** Sums what it sees, so that its state tells which batches came, in which order. */
  private static final class Counting implements TrainStep {
    private final int batches;
    private final long breaksAt;
    private final List<Double> spent = new ArrayList<>();
    private float sum;

    Counting(int batches, long breaksAt) {
      this.batches = batches;
      this.breaksAt = breaksAt;
    }

    @Override
    public StepReport step(long step, double share, Supplier<Batch> source) {
      spent.add(share);
      for (int i = 0; i < batches; i++) {
        for (int index : source.get().indices()) {
          sum = (31 * sum + index) % 65521;
        }
      }
      if (step == breaksAt) {
        throw new DivergedException("the loss of step " + step + " is NaN", 1e-3);
      }
      return new StepReport(1.0 / step, 0.5, 1e-3, batches * BATCH);
    }

    @Override
    public int batchesPerStep() {
      return batches;
    }

    @Override
    public TrainState state() {
      return TrainFiles.state(sum);
    }

    @Override
    public void restore(Snapshot snapshot, String source) {
      sum = snapshot.file("model").get("w").data().toFloats()[0];
    }
  }

  private static boolean never() {
    return false;
  }

  private static BatchStream data(long consumed) {
    byte[][] images = new byte[7][1];
    StoredImages source = StoredImages.unlabeled("dots", new ImageShape(1, 1, 1), images);
    return new BatchStream(source, BATCH, PixelRange.UNIT, Augment.NONE, 5, consumed);
  }

  private Trainer.Outcome train(
      RunDirectory run,
      TrainStep step,
      Trainer.Intervals rhythm,
      Budget budget,
      BooleanSupplier stop) {
    return new Trainer(
            run,
            step,
            TrainerTest::data,
            rhythm,
            (png, stopped) ->
                drawn.add(Long.parseLong(png.getFileName().toString().replaceAll("\\D", ""))))
        .train(budget, stop, (line, loss, progress) -> {});
  }

  private Trainer.Outcome train(Trainer.Intervals rhythm, long steps) {
    return train(directory, new Counting(1, -1), rhythm, Budget.steps(steps), TrainerTest::never);
  }

  private List<String> checkpoints() {
    String[] names = folder.resolve("run/checkpoints").toFile().list();
    return List.of(names).stream().filter(name -> name.startsWith("step-")).sorted().toList();
  }

  @Test
  void savesInItsRhythmAndAtTheEnd() {
    Trainer.Outcome outcome = train(new Trainer.Intervals(4, 3, 100, 0), 10);
    assertThat(checkpoints()).containsExactly("step-00000004", "step-00000008", "step-00000010");
    assertThat(drawn).containsExactly(3L, 6L, 9L, 10L);
    assertThat(outcome.stopped()).isFalse();
    assertThat(outcome.checkpoint()).isEqualTo(directory.checkpoint(10));
    assertThat(outcome.line().step()).isEqualTo(10);
    assertThat(outcome.line().images()).isEqualTo(20);
    Checkpoint.State state = Checkpoint.readState(directory.checkpoint(8));
    assertThat(state.batches()).isEqualTo(8);
    assertThat(state.images()).isEqualTo(16);
    assertThat(state.loss()).isCloseTo(meanOfReciprocals(8), within(1e-15));
  }

  @Test
  void eachStepLearnsWhatShareOfTheTrainingIsSpent() {
    Counting steps = new Counting(1, -1);
    Trainer.Intervals intervals = new Trainer.Intervals(100, 0, 1, 0);
    train(directory, steps, intervals, Budget.steps(2), TrainerTest::never);
    train(directory, steps, intervals, Budget.steps(8), TrainerTest::never);
    assertThat(steps.spent).containsExactly(0.0, 0.5, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875);
  }

  private static double meanOfReciprocals(int last) {
    double sum = 0;
    for (int i = 1; i <= last; i++) {
      sum += 1.0 / i;
    }
    return sum / last;
  }

  @Test
  void keepsTheLastFewAndSomeForGood() {
    train(new Trainer.Intervals(1, 0, 2, 5), 13);
    assertThat(checkpoints())
        .containsExactly("step-00000005", "step-00000010", "step-00000012", "step-00000013");
    assertThat(drawn).containsExactly(13L);
  }

  @Test
  void whatIsKeptForGoodIsSavedEvenBetweenCheckpoints() {
    train(new Trainer.Intervals(4, 0, 1, 3), 7);
    assertThat(checkpoints()).containsExactly("step-00000003", "step-00000006", "step-00000007");
  }

  @Test
  void goesOnWithTheBatchesThatComeNext() {
    Trainer.Intervals rhythm = new Trainer.Intervals(100, 0, 3, 0);
    for (int batches : new int[] {1, 3}) {
      RunDirectory parts =
          RunDirectory.create(folder.resolve("parts-" + batches), "recipe", "provenance");
      RunDirectory whole =
          RunDirectory.create(folder.resolve("whole-" + batches), "recipe", "provenance");
      for (long end : new long[] {3, 4, 11}) {
        train(parts, new Counting(batches, -1), rhythm, Budget.steps(end), TrainerTest::never);
      }
      train(whole, new Counting(batches, -1), rhythm, Budget.steps(11), TrainerTest::never);
      assertThat(Checkpoint.read(parts.checkpoint(11)).snapshot().tensors())
          .isEqualTo(Checkpoint.read(whole.checkpoint(11)).snapshot().tensors());
    }
  }

  @Test
  void stopsAfterTheStepAndSaves() {
    Counting step = new Counting(1, -1);
    int[] asked = {0};
    Trainer.Outcome outcome =
        train(
            directory,
            step,
            new Trainer.Intervals(1000, 0, 3, 0),
            Budget.steps(1000),
            () -> asked[0]++ == 6);
    assertThat(outcome.stopped()).isTrue();
    assertThat(outcome.line().step()).isEqualTo(6);
    assertThat(checkpoints()).containsExactly("step-00000006");
    assertThat(drawn).as("no time for pictures").isEmpty();
  }

  @Test
  void aBudgetOfTimeCountsFromTheStartOfThisLeg() {
    train(new Trainer.Intervals(1000, 0, 3, 0), 5);
    Budget instant = new Budget(Long.MAX_VALUE, 1e-9);
    Trainer.Outcome outcome =
        train(
            directory,
            new Counting(1, -1),
            new Trainer.Intervals(1000, 0, 3, 0),
            instant,
            TrainerTest::never);
    assertThat(outcome.line().step()).isEqualTo(6);
  }

  @Test
  void nothingIsLeftToDoWhereTheEndIsReached() {
    Trainer.Intervals rhythm = new Trainer.Intervals(1000, 0, 3, 0);
    train(rhythm, 5);
    Trainer.Outcome outcome = train(rhythm, 5);
    assertThat(outcome.line()).isNull();
    assertThat(outcome.stopped()).isFalse();
    assertThat(outcome.checkpoint()).isEqualTo(directory.checkpoint(5));
  }

  @Test
  void aLossThatIsNoNumberEndsTheRunAndNamesTheLastGoodCheckpoint() {
    Trainer.Intervals rhythm = new Trainer.Intervals(2, 0, 3, 0);
    assertThatThrownBy(
            () -> train(directory, new Counting(1, 5), rhythm, Budget.steps(9), TrainerTest::never))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "the loss of step 5 is NaN; the last good checkpoint is %s", directory.checkpoint(4));
    assertThat(checkpoints()).containsExactly("step-00000002", "step-00000004");
    try (MetricsLog log = new MetricsLog(directory.metrics(), 99, notice -> {})) {
      assertThat(log.steps()).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void beforeTheFirstCheckpointThereIsNoneToName() {
    assertThatThrownBy(
            () ->
                train(
                    directory,
                    new Counting(1, 1),
                    new Trainer.Intervals(2, 0, 3, 0),
                    Budget.steps(9),
                    TrainerTest::never))
        .hasMessageContaining("the last good checkpoint is none");
  }

  @Test
  void theCurveIsAPictureFromTheSecondStepOn() {
    train(new Trainer.Intervals(1, 0, 1, 0), 1);
    assertThat(directory.lossCurve()).doesNotExist();
    train(new Trainer.Intervals(1, 0, 1, 0), 2);
    assertThat(ImageIo.readPng(directory.lossCurve()).width()).isGreaterThan(100);
  }

  @Test
  void refusesARhythmWithoutBeats() {
    assertThatThrownBy(() -> new Trainer.Intervals(0, 1, 1, 1))
        .hasMessage("checkpointEvery is 0; allowed: 1 or more");
    assertThatThrownBy(() -> new Trainer.Intervals(1, 1, 0, 1))
        .hasMessage("keepLast is 0; allowed: 1 or more");
  }

  @Test
  void theGoalOutlivesTheProcess() {
    Trainer.Intervals everyStep = new Trainer.Intervals(1, 0, 3, 0);
    assertThat(Goal.of(directory)).isEmpty();
    TrainStep killed = new Counting(1, 4);
    assertThatThrownBy(
            () -> train(directory, killed, everyStep, Budget.steps(6), TrainerTest::never))
        .isInstanceOf(DivergedException.class);
    Goal goal = Goal.of(directory).orElseThrow();
    assertThat(goal.limits()).isEqualTo(Map.of("steps", 6L));
    assertThat(goal.reached(newest())).isFalse();
    assertThat(goal.progress(newest())).isEqualTo(0.5);
    train(everyStep, 6);
    assertThat(goal.reached(newest())).isTrue();
  }

  @Test
  void aGoalInTimeCountsFromTheStartOfTheRun() {
    Trainer.Intervals everyStep = new Trainer.Intervals(1, 0, 3, 0);
    train(everyStep, 3);
    double before = newest().seconds();
    double more = 1e-3;
    Trainer.Intervals atTheEnd = new Trainer.Intervals(1_000_000, 0, 3, 0);
    Budget budget = Budget.minutes(more / 60);
    train(directory, new Counting(1, -1), atTheEnd, budget, TrainerTest::never);
    Goal goal = Goal.of(directory).orElseThrow();
    assertThat(goal.seconds()).isCloseTo(before + more, within(1e-9));
    assertThat(goal.limits()).containsOnlyKeys("seconds");
    assertThat(goal.reached(newest())).isTrue();
  }

  private Checkpoint.State newest() {
    return Checkpoint.readState(directory.newest().orElseThrow());
  }
}
