package io.inkwash.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.cli.Cli;
import io.inkwash.cli.SmallFiles;
import io.inkwash.cli.TinyRun;
import io.inkwash.evaluate.Figure;
import io.inkwash.evaluate.Findings;
import io.inkwash.evaluate.report.ReportPage;
import io.inkwash.evaluate.report.TrainingCommand;
import io.inkwash.file.Json;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.torch.Precision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page of an evaluation, read back as XML. */
class ReportPageTest {

  @TempDir static Path shared;

  @BeforeAll
  static void train() {
    TinyRun.train(shared.resolve("bars.idx"), shared.resolve("run"));
  }

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document page, String tag) {
    NodeList nodes = page.getElementsByTagName(tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void thePageHoldsEverything() throws Exception {
    Path page = shared.resolve("pages/page.html");
    Path pictures = shared.resolve("pictures");
    Cli cli =
        Cli.line(
                "evaluate --run %s --threads 1 --precision fp32 --features pixels --count 10"
                        .formatted(shared.resolve("run"))
                    + " --metrics sliced-wasserstein,memorization --solver ddim(eta=0.5) --steps 3"
                    + " --report %s --pictures %s".formatted(page, pictures))
            .succeeded();
    assertThat(cli.errLines()).contains("report in " + page, "pictures in " + pictures);

    Document read = parsed(SmallFiles.read(page));
    assertThat(texts(read, "h1")).containsExactly("ddpm");
    assertThat(texts(read, "td")).contains("sliced-wasserstein", "nearest-training-image");
    assertThat(texts(read, "dd")).contains("ddim(eta=0.5)", "trailing", "10");
    assertThat(texts(read, "code"))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("inkwash evaluate --run " + shared.resolve("run"))
        .contains("--solver 'ddim(eta=0.5)' --steps 3");
    // the samples, the pairs and the loss, inside the page
    List<int[]> sizes = sizes(read);
    assertThat(sizes.get(0)).containsExactly(8 * 13 + 1, 2 * 13 + 1); // 10 of 12x12, 8 a row
    assertThat(sizes.get(1))
        .containsExactly(4 * (27 + 4) + 4, 3 * (14 + 4) + 4); // 10 pairs, 4 a row
    assertThat(sizes.get(2)).containsExactly(1000, 560);
    assertThat(sizes).hasSize(3);
    assertThat(pictures.resolve("samples.png")).exists();
    assertThat(pictures.resolve("nearest-training-images.png")).exists();
    assertThat(shared.resolve("run/report.html")).as("another place was named").doesNotExist();
  }

  private static List<int[]> sizes(Document page) throws IOException {
    List<int[]> sizes = new ArrayList<>();
    NodeList images = page.getElementsByTagName("img");
    for (int i = 0; i < images.getLength(); i++) {
      String source = ((Element) images.item(i)).getAttribute("src");
      assertThat(source).startsWith("data:image/png;base64,");
      byte[] png = Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1));
      var image = ImageIO.read(new ByteArrayInputStream(png));
      sizes.add(new int[] {image.getWidth(), image.getHeight()});
    }
    return sizes;
  }

  /** Without a name, and with no metric that looks at samples: the page has some all the same. */
  @Test
  void besideTheRunUnlessElsewhere() throws Exception {
    Path run = shared.resolve("other");
    SmallFiles.copy(shared.resolve("run"), run);
    Path others = shared.resolve("others.idx");
    SmallFiles.write(others, SmallFiles.idxImages(80, 12, 12));
    Cli.line(
            "evaluate --run %s --data %s --threads 1 --features pixels --metrics nll --nll-count 2 --steps 2 --report --json"
                .formatted(run, others))
        .succeeded();
    Document page = parsed(SmallFiles.read(run.resolve("report.html")));
    assertThat(texts(page, "td")).contains("nll-bound", "nll-flow");
    assertThat(page.getElementsByTagName("img").getLength()).isEqualTo(2);
  }

  @Test
  void wordsAreWordsWhateverTheyHold() throws Exception {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("recipe", "<b>&amp;\"'</b>{{version}}");
    facts.put("step", "3");
    Figure samples = new Figure("samples", "\"quoted\" & <cut>", Picture.filled(1, 2, 2, 9));
    ReportPage page =
        new ReportPage(
            shared.resolve("run"),
            samples,
            facts,
            new Findings(List.of(), List.of()),
            List.of("evaluate", "--run", "it's"));
    Document read = parsed(page.html());
    assertThat(texts(read, "h1")).containsExactly("<b>&amp;\"'</b>{{version}}");
    assertThat(texts(read, "figcaption")).containsExactly("\"quoted\" & <cut>");
    assertThat(texts(read, "code")).endsWith("inkwash evaluate --run 'it'\\''s'");
  }

  /** The command on the page, given with another folder, makes the same weights. */
  @Test
  void theTrainingCommandMakesTheRunAgain() {
    Path run = shared.resolve("run");
    List<String> words = new ArrayList<>(TrainingCommand.of(run, 3).orElseThrow());
    assertThat(words)
        .contains("--set", "model.network=simple-unet(width=8, timeWidth=32)", "training.batch=4")
        .containsSequence("--out", run.toString())
        .containsSequence("--steps", "3");
    Path again = shared.resolve("again");
    words.set(words.indexOf("--out") + 1, again.toString());
    Cli.run(words.toArray(String[]::new)).succeeded();
    for (String file : new String[] {"recipe.json", "checkpoints/step-00000003/ema.safetensors"}) {
      assertThat(again.resolve(file)).hasSameBinaryContentAs(run.resolve(file));
    }
  }

  /** Files that are made a set in another way are so again. */
  @Test
  void theTrainingCommandReadsTheFilesAsTheRunDid() {
    Path photos = shared.resolve("photos");
    for (int k = 0; k < 6; k++) {
      String name = (k % 2 == 0 ? "cat_" : "dog_") + k + ".png";
      SmallFiles.write(photos.resolve(name), SmallFiles.png(12, 12));
    }
    SmallFiles.write(photos.resolve("dog_9.png"), "no picture");
    Path run = shared.resolve("read");
    String reading = " --hold-out 0.5 --labels file-names --skip-bad";
    Cli.line(
            "train --conditional --data "
                + photos
                + " --out "
                + run
                + TinyRun.SMALL
                + " --batch 2 --steps 1"
                + reading)
        .succeeded();
    List<String> words = new ArrayList<>(TrainingCommand.of(run, 1).orElseThrow());
    assertThat(String.join(" ", words)).contains(reading);
    Path again = shared.resolve("read-again");
    words.set(words.indexOf("--out") + 1, again.toString());
    Cli.run(words.toArray(String[]::new)).succeeded();
    assertThat(again.resolve("recipe.json")).hasSameTextualContentAs(run.resolve("recipe.json"));
    assertThat(SmallFiles.read(again.resolve("recipe.json"))).contains("\"cat\", \"dog\"");
  }

  @Test
  void aRecipeOfOnesOwnHasNoCommand() throws IOException {
    Recipe known = Recipes.named("ddpm");
    Recipe own = known.named("mine", known.about());
    Path run = shared.resolve("own");
    Provenance provenance = Json.read(shared.resolve("run/provenance.json"), Provenance.class);
    assertThat(provenance.precision()).isEqualTo(Precision.FP32);
    Run.begin(run, own, provenance);
    assertThat(Files.exists(run)).isTrue();
    assertThat(TrainingCommand.of(run, 3)).isEmpty();
  }
}
