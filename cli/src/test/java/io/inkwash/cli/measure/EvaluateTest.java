package io.inkwash.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.cli.Cli;
import io.inkwash.cli.SmallFiles;
import io.inkwash.cli.TinyRun;
import io.inkwash.file.Json;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {

  @TempDir static Path shared;

  @BeforeAll
  static void train() {
    TinyRun.train(shared.resolve("bars.idx"), shared.resolve("run"));
    SmallFiles.write(shared.resolve("others.idx"), SmallFiles.idxImages(60, 12, 12));
  }

  private static Cli evaluate(String run, String more) {
    return Cli.line(
            "evaluate --run %s --threads 1 --precision fp32 --features pixels %s"
                .formatted(shared.resolve(run), more))
        .succeeded();
  }

  private static Cli evaluate(String more) {
    return evaluate("run", more);
  }

  private static Map<String, JsonNode> findings(String more) {
    return findings("run", more);
  }

  private static Map<String, JsonNode> findings(String run, String more) {
    Map<String, JsonNode> findings = new HashMap<>();
    Json.read(evaluate(run, more + " --json").out(), JsonNode.class)
        .get("findings")
        .forEach(finding -> findings.put(finding.get("name").asText(), finding));
    return findings;
  }

  private static double value(Map<String, JsonNode> findings, String name) {
    return findings.get(name).get("value").asDouble();
  }

  /**
   * At the end of the cosine path next to nothing is left of the image. An estimate that is not
   * held to the range of pixels, as sampling holds it, costs a thousand bits there.
   */
  @Test
  void theBoundIsOfTheModelThatIsDrawnFrom() {
    Cli.line(
            "train --recipe iddpm-small --data %s --out %s --batch 4 --steps 3 --set grid=trailing"
                    .formatted(shared.resolve("bars.idx"), shared.resolve("cosine"))
                + TinyRun.SMALL)
        .succeeded();
    double bound =
        value(
            findings(
                "cosine", "--metrics nll --nll-count 4 --data " + shared.resolve("others.idx")),
            "nll-bound");
    assertThat(bound).isBetween(0.0, 50.0);
  }

  /** Bits of given images are a property of the model: the batch and the sampler do not matter. */
  @Test
  void bitsAreThoseOfTheModel() {
    String words = "--metrics nll --nll-count 6 --data " + shared.resolve("others.idx");
    Map<String, JsonNode> whole = findings(words);
    Map<String, JsonNode> parts = findings(words + " --batch 4 --solver ddim --steps 7");
    for (String name : new String[] {"nll-bound", "nll-flow"}) {
      // A network's float32 sums differ in their last digits with the batch.
      assertThat(value(parts, name)).isCloseTo(value(whole, name), within(1e-3));
      assertThat(value(whole, name)).isPositive(); // three steps have learned next to nothing
    }
  }

  /** Samples are looked at as they come; in how many at a time does not matter. */
  @Test
  void samplesAreLookedAtInAnyBatch() {
    String words = "--metrics fid,sliced-wasserstein --count 11 --steps 3";
    Map<String, JsonNode> whole = findings(words);
    Map<String, JsonNode> parts = findings(words + " --batch 4");
    for (String name : new String[] {"fid", "sliced-wasserstein"}) {
      assertThat(value(parts, name)).isCloseTo(value(whole, name), withinPercentage(0.5));
    }
  }

  @Test
  void samplesAreComparedWithRealImagesAndRealImagesWithEachOther() {
    Map<String, JsonNode> findings =
        findings("--metrics fid,kid,sliced-wasserstein,memorization --count 10 --steps 5");
    // The model has seen twelve images, so it draws noise: real images are closer to each other.
    for (JsonNode finding : findings.values()) {
      boolean lower = finding.get("better").asText().equals("LOWER");
      double model = finding.get("value").asDouble();
      double floor = finding.get("floor").asDouble();
      if (lower) {
        assertThat(model).as(finding.toString()).isGreaterThan(floor);
      }
    }
    assertThat(findings)
        .containsOnlyKeys("fid", "kid", "sliced-wasserstein", "nearest-training-image");
  }

  @Test
  void theTableSaysWhatTheNumbersDependOn() {
    String out = evaluate("--metrics sliced-wasserstein --count 8 --steps 3 --solver ddim").out();
    assertThat(out)
        .contains("weights                ema sha256:")
        .contains("solver                 ddim(eta=0)")
        .contains("real                   ")
        .contains("features               pixels")
        .contains("samples                8")
        .containsPattern("sliced-wasserstein +\\d+\\.\\d+ +\\d+\\.\\d+ +\\d+\\.\\d+ +lower");
  }
}
