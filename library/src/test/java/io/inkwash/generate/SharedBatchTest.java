package io.inkwash.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.catalog.Spec;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Run;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.NativeLeakGuard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NativeLeakGuard.class)
class SharedBatchTest {
  private static DrawingModel model;

  @BeforeAll
  static void openTheShippedModel() {
    model =
        Run.open(Path.of("mnist"))
            .model(DrawingModel.class, OpenOptions.defaults().withDevice(ComputeDevice.CPU));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static Drawing drawing(String solver, long seed, Integer... classes) {
    return model.drawing(
        GenerateOptions.defaults()
            .withSolver(Spec.parse(solver))
            .withSteps(4)
            .withSeed(seed)
            .withClasses(List.of(classes)));
  }

  /** A solver without noise, one with fresh noise, one on a Brownian path. */
  @ParameterizedTest
  @ValueSource(strings = {"ddim", "ancestral", "dpm++sde"})
  void eachImageIsThePictureOfItsOwnDrawing(String solver) {
    Drawing threes = drawing(solver, 5, 3);
    Drawing mixed = drawing(solver, 8, 0, 7);
    SharedBatch batch =
        new SharedBatch(
            List.of(new SharedBatch.Part(threes, 2, 2), new SharedBatch.Part(mixed, 1, 1)));
    List<Picture> expected = new ArrayList<>(threes.draw(4, 4, StepProgress.NONE).subList(2, 4));
    expected.add(mixed.draw(2, 2, StepProgress.NONE).get(1));
    List<Picture> together = batch.draw((step, t, s, x) -> {}, (t, x0) -> {});
    assertThat(together).hasSize(3);
    for (int k = 0; k < 3; k++) {
      assertThat(together.get(k).pixels()).as("image %d", k).isEqualTo(expected.get(k).pixels());
    }
  }

  @Test
  void statesAndEstimatesAreSeenOnTheWay() {
    Drawing one = drawing("heun(variable=time)", 5, 3);
    SharedBatch batch = new SharedBatch(List.of(new SharedBatch.Part(one, 0, 2)));
    List<Double> reached = new ArrayList<>();
    List<Double> evaluated = new ArrayList<>();
    batch.draw((step, t, s, x) -> reached.add(s), (t, x0) -> evaluated.add(t));
    assertThat(batch.steps()).isEqualTo(4);
    assertThat(reached).hasSize(4).endsWith(0.0);
    assertThat(evaluated).hasSize(7);
    assertThat(evaluated.get(0)).isGreaterThan(reached.get(0));
    assertThat(evaluated.get(1)).isEqualTo(reached.get(0));
    assertThat(batch.starts(UnaryOperator.identity())).hasSize(2);
    assertThat(one.film(StepProgress.NONE).get(0).picture().pixels())
        .isEqualTo(batch.starts(UnaryOperator.identity()).get(0).pixels());
  }

  @Test
  void aFilmOfAnImageEndsWithThatImage() {
    Drawing drawing = drawing("ddim", 5, 3);
    List<Drawing.Frame> film = drawing.film(2, StepProgress.NONE);
    assertThat(film).hasSize(5);
    assertThat(film.get(4).picture().pixels())
        .isEqualTo(drawing.draw(3, 3, StepProgress.NONE).get(2).pixels());
  }
}
