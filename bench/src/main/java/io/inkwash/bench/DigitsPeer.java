package io.inkwash.bench;

import static io.inkwash.format.Text.format;

import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.torch.Torch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Inkwash's side of the comparison of digits: draws 64 for each line on its standard input, by a
 * model that is open, and answers with the seconds.
 */
public final class DigitsPeer {
  private static final int COUNT = 64;

  private DigitsPeer() {}

  /** Serves the driver. */
  public static void main(String[] arguments) throws IOException {
    Options options = new Options(arguments, Map.of("run", "mnist-student", "threads", "2"));
    Torch.init(options.count("threads"));
    try (DrawingModel model = Model.open(Path.of(options.text("run")))) {
      System.out.println("ready");
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (long seed = 0; commands.readLine() != null; seed++) {
        long started = System.nanoTime();
        model.generate().seed(seed).batch(COUNT).draw(COUNT);
        System.out.println(format("%s", (System.nanoTime() - started) / 1e9));
      }
    }
  }
}
