package io.inkwash.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.cli.Cli;
import io.inkwash.cli.SmallFiles;
import io.inkwash.cli.TinyRun;
import io.inkwash.evaluate.compare.Row;
import io.inkwash.evaluate.report.Numbers;
import io.inkwash.file.Json;
import io.inkwash.picture.ImageIo;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.RunLock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
  private static final String MEASURED =
      " --metrics sliced-wasserstein --features pixels --count 8 --threads 1 --precision fp32";

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void train() {
    TinyRun.train(shared.resolve("bars.idx"), shared.resolve("run"));
    Cli.line(
            "train --recipe flow-small --data %s --out %s --set network=simple-unet(width=8) --threads 1 --batch 4 --steps 2"
                .formatted(shared.resolve("bars.idx"), shared.resolve("flow")))
        .succeeded();
  }

  private static Cli compare(String words) {
    return Cli.line(
            "compare " + words.replace("@run", shared + "/run").replace("@flow", shared + "/flow"))
        .succeeded();
  }

  private static List<Row> rows(Path file) {
    return Json.readLines(file, Row.class);
  }

  /** A last line without its end is a row that was cut off, but not in another kind of file. */
  @Test
  void aFileOfOtherThingsIsNotReplacedByRows() {
    Path notes = folder.resolve("notes.txt");
    SmallFiles.write(notes, "to do");
    Cli.line("compare " + shared.resolve("run") + " --rows " + notes + MEASURED)
        .refused(1, "notes.txt: holds no rows; choose another file");
    assertThat(notes).hasContent("to do");
  }

  @Test
  void aLineAndAGridForEachRun() {
    Path picture = folder.resolve("both.png");
    Cli result = compare("@run @flow --threads 1 --images 4 --scale 1 --out " + picture);
    assertThat(result.outLines()).hasSize(4);
    assertThat(result.outLines().get(0)).isEqualTo(picture.toString());
    assertThat(result.outLines().get(2)).matches("ddpm +run .* 3 +12 .* 40  ancestral.*");
    assertThat(result.outLines().get(3)).matches("flow-small +flow .* 2 +8 .* 49  heun.*");
    // two grids of 2 x 2 images of 12 pixels, and their names above
    assertThat(ImageIo.readPng(picture).width()).isGreaterThan(2 * (2 * 12 + 3));
  }

  @Test
  void everyRunByEverySolverInEveryNumberOfSteps() {
    Path kept = folder.resolve("rows.jsonl");
    Path curve = folder.resolve("curve.png");
    Cli result =
        compare(
            "@run @flow --solver ddim --solver heun@linspace --solver ancestral-learned --steps 2:4 --rows %s --curve %s"
                    .formatted(kept, curve)
                + MEASURED);
    // flow matching has no table of steps, so linspace, which goes through one, is refused
    assertThat(rows(kept)).hasSize(6).extracting(Row::recipe).contains("ddpm", "flow-small");
    // 1 evaluation a step; 2, but for the last step
    assertThat(rows(kept).subList(0, 4))
        .extracting(Row::evaluations)
        .containsExactly(2.0, 4.0, 3.0, 7.0);
    assertThat(rows(kept).get(0).sampling().grid()).hasToString("trailing");
    assertThat(rows(kept).get(2).sampling().grid())
        .hasToString("linspace(last=visited, rounding=nearest)");
    List<String> lines = result.outLines();
    assertThat(lines.get(0)).matches("recipe +run +minutes +solver .* sliced-wasserstein +refused");
    assertThat(lines.get(1)).matches("real images +\\d\\.\\d+( ±.*)?");
    assertThat(lines.get(2)).matches("ddpm +run +0 +ddim on trailing +2 +2 +\\d.*");
    assertThat(lines).filteredOn(line -> line.contains("learns its variance")).hasSize(4);
    assertThat(lines).last().asString().startsWith("8 samples a row beside 14 images of bars.idx");
    assertThat(result.errLines())
        .filteredOn(line -> line.startsWith("ddpm by ddim on trailing, 2 steps: sliced"))
        .hasSize(1);
    assertThat(ImageIo.readPng(curve)).hasToString("3x560x1000");
  }

  @Test
  void aRunThatIsStillInTrainingIsMeasuredWithANotice() {
    Path run = shared.resolve("run");
    String notice = run + ": is still in training; its newest checkpoint is measured";
    try (RunLock training = RunDirectory.open(run).lock()) {
      assertThat(compare("@run --steps 2" + MEASURED).errLines()).contains(notice);
    }
    assertThat(compare("@run --steps 2" + MEASURED).errLines()).doesNotContain(notice);
  }

  /** A table may hold runs of every family, and solvers are for some. */
  @Test
  void aModelOfOnePassIsMeasuredOnceAndSaysThatItHasNoSolver() {
    Path vae = folder.resolve("vae");
    Cli.line(
            "train --recipe vae-small --data %s --out %s --set vae=conv-vae(features=8,hidden=16,latent=4) --threads 1 --batch 4 --steps 1"
                .formatted(shared.resolve("bars.idx"), vae))
        .succeeded();
    Path kept = folder.resolve("rows.jsonl");
    Cli result = compare("@run " + vae + " --solver ddim --steps 2:3 --rows " + kept + MEASURED);
    assertThat(rows(kept)).extracting(Row::recipe).containsExactly("ddpm", "ddpm", "vae-small");
    assertThat(result.err())
        .containsOnlyOnce("vae-small draws in one pass; --solver and --steps do not act");
  }

  @Test
  void whatIsInTheFileIsNotMeasuredAgain() {
    Path kept = folder.resolve("rows.jsonl");
    String words = "@run --solver ddim --steps 2:3 --rows " + kept + MEASURED;
    compare(words);
    String whole = SmallFiles.read(kept);
    List<Row> rows = rows(kept);

    assertThat(compare(words).err()).doesNotContain("ddpm by");
    assertThat(SmallFiles.read(kept)).isEqualTo(whole);

    SmallFiles.write(kept, whole.substring(0, whole.length() - 20)); // killed while it wrote
    assertThat(compare(words).err()).contains("3 steps").doesNotContain("2 steps");
    assertThat(rows(kept).get(0)).isEqualTo(rows.get(0));
    assertThat(rows(kept).get(1).findings()).isEqualTo(rows.get(1).findings());

    Cli other =
        Cli.line(
            "compare %s/run --rows %s --metrics kid --features pixels".formatted(shared, kept));
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err())
        .contains(
            "rows.jsonl: holds rows of metrics [sliced-wasserstein] ([kid] is requested)",
            "count 8 (5000 is requested)",
            "; choose the same, or another file");
  }

  @Test
  void theFormsSayTheSame() {
    Path kept = folder.resolve("rows.jsonl");
    SmallFiles.write(kept, "{\"cut off");
    compare("@run --solver ddim --steps 2 --rows " + kept + MEASURED);
    String value = Numbers.of(rows(kept).get(0).findings().get(0).value());
    assertThat(compare("--rows " + kept + " --format markdown").outLines())
        .startsWith(
            "| recipe | run | minutes | solver | steps | evaluations | s / 64 images | sliced-wasserstein"
                + " |")
        .anyMatch(
            line ->
                line.startsWith("| ddpm | run | 0 | ddim on trailing | 2 | 2 | ")
                    && line.contains("| " + value));
    assertThat(compare("--rows " + kept + " --format csv").outLines())
        .hasSize(3)
        .last()
        .asString()
        .startsWith("ddpm,run,0,ddim on trailing,2,2,")
        .contains("," + value);
    Row[] read = Json.read(compare("--rows " + kept + " --format json").out(), Row[].class);
    assertThat(read).containsExactlyElementsOf(rows(kept));
  }

  /** An adaptive solver's evaluations are counted, not foretold. */
  @Test
  void evaluationsAreCounted() {
    Path kept = folder.resolve("rows.jsonl");
    compare("@flow --solver rk45(relative=0.1,absolute=0.1) --steps 1 --rows " + kept + MEASURED);
    assertThat(rows(kept).get(0).evaluations()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void runsOfOneRecipeAreToldApartByTheirFolders() {
    Path twin = folder.resolve("twin");
    Cli.line(
            "train --data %s --out %s --batch 4 --steps 1 --seed 7"
                    .formatted(shared.resolve("bars.idx"), twin)
                + TinyRun.SMALL)
        .succeeded();
    assertThat(compare("@run " + twin + " --solver ddim --steps 2" + MEASURED).out())
        .containsPattern("ddpm +run +0")
        .containsPattern("ddpm +twin +0");
  }

  @Test
  void aGridThatThereIsNotIsWrongUsage() {
    Cli wrong = Cli.line("compare %s/run --solver ddim@trailin".formatted(shared));
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("no grid trailin", "did you mean trailing?");
  }
}
