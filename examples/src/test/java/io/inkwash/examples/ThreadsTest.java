package io.inkwash.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.picture.Picture;
import io.inkwash.torch.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One loaded model serves several threads. */
class ThreadsTest {
  private static final int THREADS = 4;
  private static final int IMAGES = 6;

  @TempDir Path folder;

  @BeforeAll
  static void oneThreadAnOperator() {
    Torch.init(1);
  }

  @Test
  void fourThreadsDrawTheSamePicturesAsOne() throws Exception {
    Path run = folder.resolve("run");
    TrainModel.train(
        "ddpm-small",
        Map.of("network", "simple-unet(width=8)", "path.timesteps", "40", "sampling.steps", "40"),
        run,
        12,
        2);
    try (DrawingModel model = Model.open(run)) {
      List<List<Picture>> alone = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        alone.add(model.generate().seed(thread).draw(IMAGES));
      }
      assertThat(alone).doesNotHaveDuplicates();
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Future<List<Picture>>> drawn = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          long seed = thread;
          drawn.add(
              threads.submit(
                  () -> {
                    together.await();
                    return model.generate().seed(seed).draw(IMAGES);
                  }));
        }
        for (int thread = 0; thread < THREADS; thread++) {
          assertThat(drawn.get(thread).get()).isEqualTo(alone.get(thread));
        }
      } finally {
        threads.shutdown();
      }
    }
  }
}
