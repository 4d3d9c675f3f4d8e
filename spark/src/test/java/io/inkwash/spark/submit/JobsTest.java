package io.inkwash.spark.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.cli.Inkwash;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.file.Json;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.train.MetricsLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Jobs in one process with two slots for tasks, beside the command of one machine. */
class JobsTest {
  private static final Map<String, String> SPARK =
      Map.of(
          "spark.master", "local[2]",
          "spark.ui.enabled", "false",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.driver.host", "127.0.0.1",
          "spark.log.level", "ERROR");
  private static final int PICTURES = 5;

  @TempDir static Path folder;

  @BeforeAll
  static void set() {
    SPARK.forEach(System::setProperty); // as spark-submit does
    ImageSource digits =
        DataSets.open("digits", Split.TEST, DataOptions.defaults().withLimit(PICTURES));
    for (int k = 0; k < PICTURES; k++) {
      byte[] pixels = new byte[digits.shape().size()];
      digits.read(k, pixels, 0);
      int side = digits.shape().height();
      ImageIo.writePng(
          folder.resolve("given").resolve("digit-" + k + ".png"),
          new Picture(1, side, side, pixels));
    }
  }

  @AfterAll
  static void unset() {
    SPARK.keySet().forEach(System::clearProperty);
  }

  private static String[] words(String line) {
    return line.replace("@", folder.toString()).split(" +");
  }

  /** What a job prints. */
  private static String job(String line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        InkwashSpark.command().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    assertThat(command.execute(words(line))).as(err.toString()).isZero();
    return out.toString();
  }

  /** What the command prints. */
  private static String local(String line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Inkwash.run(Map.of(), new PrintWriter(out), new PrintWriter(err), words(line));
    assertThat(code).as(err.toString()).isZero();
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "undo --degradation half(missing=right)   | --degradation half(missing=right) | --method ddnm",
        "undo --degradation block(factor=2)       | --degradation block(factor=2)     | --method nearest",
        "denoise --noise 0.3 --method posterior-sample | --degradation none --noise 0.3 |"
            + " --method posterior-sample",
        "denoise --noise-estimate immerkaer | --degradation none --noise-estimate immerkaer | --seed 5",
      })
  void restoredFilesAreThoseOfTheCommand(String command, String degradation, String more) {
    String name = Integer.toHexString((command + more).hashCode());
    String how = " --run mnist --steps 2 --batch 2 --threads 1 --precision fp32 @/given ";
    String method = command.contains("--method") ? "" : " " + more;
    local("restore " + command + method + how + "--rows 1 --out @/local-" + name);
    job("restore " + degradation + " " + more + how + "--shard 4 --out @/job-" + name);
    for (int k = 0; k < PICTURES; k++) {
      String file = "digit-" + k + ".png";
      assertThat(folder.resolve("job-" + name).resolve(file))
          .hasSameBinaryContentAs(folder.resolve("local-" + name).resolve(file));
    }
  }

  @Test
  void measuresWhatTheCommandMeasures() {
    String line =
        "evaluate --run mnist --data digits --features digits-lenet --count 40 --steps 2 --seed 3"
            + " --batch 8 --threads 1 --precision fp32 --metrics fid,kid,precision-recall ";
    Map<?, ?> found = Json.read(job(line + "--shard 16"), Map.class);
    List<?> wanted = (List<?>) Json.read(local(line + "--json"), Map.class).get("findings");
    assertThat(wanted).hasSizeGreaterThan(3);
    for (Object finding : wanted) {
      Object name = ((Map<?, ?>) finding).get("name");
      double value = value(finding);
      assertThat(value(found.get(name)))
          .as(name.toString())
          .isCloseTo(value, within(1e-9 * Math.abs(value)));
    }
  }

  private static double value(Object finding) {
    return ((Number) ((Map<?, ?>) finding).get("value")).doubleValue();
  }

  @Test
  void ranksAreTasks() {
    String line =
        "--recipe ddpm-demo --set network=simple-unet(width=8) --set solver=ddim --set steps=2"
            + " --set grid=trailing --data digits --size 12 --threads 1 --precision fp32 --batch 4"
            + " --steps 3 ";
    local("train " + line + "--out @/one");
    assertThat(job("train --ranks 2 " + line + "--out @/two")).startsWith("done: step 3");
    List<Double> expected = losses("one");
    assertThat(losses("two")).hasSize(3);
    for (int i = 0; i < 3; i++) {
      double loss = expected.get(i);
      assertThat(losses("two").get(i)).isCloseTo(loss, within(1e-6 * loss));
    }
  }

  private static List<Double> losses(String run) {
    return Json.readLines(folder.resolve(run).resolve("metrics.jsonl"), MetricsLog.Line.class)
        .stream()
        .map(MetricsLog.Line::loss)
        .toList();
  }

  @Test
  void aRankThatCannotBeginEndsTheJobInOneLine() {
    StringWriter err = new StringWriter();
    CommandLine command = InkwashSpark.command().setErr(new PrintWriter(err));
    int code = command.execute(words("train --ranks 2 --data @/nowhere --out @/never"));
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("nowhere").hasLineCount(1);
    assertThat(folder.resolve("never")).doesNotExist();
  }
}
