package io.inkwash.cli;

import static io.inkwash.cli.ErrorRow.NEW;
import static io.inkwash.cli.ErrorRow.failure;
import static io.inkwash.cli.SmallFiles.cut;
import static io.inkwash.cli.SmallFiles.delete;
import static io.inkwash.cli.SmallFiles.gzip;
import static io.inkwash.cli.SmallFiles.halve;
import static io.inkwash.cli.SmallFiles.idx;
import static io.inkwash.cli.SmallFiles.idxImages;
import static io.inkwash.cli.SmallFiles.idxLabels;
import static io.inkwash.cli.SmallFiles.png;
import static io.inkwash.cli.SmallFiles.replace;
import static io.inkwash.cli.SmallFiles.write;
import static io.inkwash.cli.SmallFiles.zip;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines that are right, on runs, checkpoints and data that are not. */
class FileErrorsTest {
  private static final String STEP_3 = "run/checkpoints/step-00000003/";

  @TempDir static Path shared;
  @TempDir Path folder;

  static List<ErrorRow> runs() {
    return List.of(
        failure("train --data @/bars.idx --out @/run", "holds a run already", "resume that one"),
        failure("train --data @/bars.idx --out @", "not an empty folder", "choose another"),
        failure("train --data @/bars.idx --out @/bars.idx", "not an empty folder"),
        failure("train --data @/bars.idx --out @/bars.idx/new", "bars.idx is not a folder"),
        failure(NEW + "--size 14", "images of 14x14", "multiples of 4", "--size 16"),
        failure(NEW + "--set width=2000000", "out of memory", "bytes", "narrower network"),
        failure("train --resume @/nowhere", "nowhere: is not there", "inkwash train --out"),
        failure("train --resume @", "is not a run", "no recipe.json"),
        failure(
            folder -> write(folder.resolve("bars.idx"), idxImages(20, 12, 12)),
            "train --resume @/run",
            "has not the images that",
            "18 of them now, 22 then"),
        failure(
            folder -> delete(folder.resolve("bars.idx")),
            "train --resume @/run",
            "bars.idx: no such file"),
        failure(
            folder -> delete(folder.resolve("run/provenance.json")),
            "train --resume @/run",
            "provenance.json: cannot be read",
            "no such file"),
        failure(
            folder -> halve(folder.resolve("run/recipe.json")),
            "sample --run @/run",
            "recipe.json",
            "line "),
        failure(
            folder ->
                replace(folder.resolve("run/recipe.json"), "\"clip\"", "\"clop\": 1, \"clip\""),
            "sample --run @/run",
            "recipe.json",
            "learning.clop",
            "is unknown; known are",
            "clip"),
        failure(
            folder -> replace(folder.resolve("run/recipe.json"), "\"noise\"", "\"noize\""),
            "explain --run @/run",
            "recipe.json",
            "no target noize",
            "did you mean noise?"),
        failure(
            folder -> replace(folder.resolve("run/recipe.json"), "width=8", "width=16"),
            "sample --run @/run",
            "ema.safetensors",
            "does not fit the network",
            "wanted [16"));
  }

  static List<ErrorRow> checkpoints() {
    return List.of(
        failure("sample --run @/nowhere", "nowhere: is not there", "inkwash train --out"),
        failure("sample --run @", "is not a run", "no recipe.json"),
        failure("compare @", "is not a run", "no recipe.json"),
        failure("evaluate --run @", "is not a run", "no recipe.json"),
        failure("evaluate --run @/run --count 24", "24 samples beside 22 real images", "count"),
        failure("evaluate --run @/run --count 5", "5 sample images", "6 or more"),
        failure(
            "evaluate --run @/run --count 10 --features pixels --metrics inception-score",
            "metric inception-score: it needs features of a classifier",
            "digits-lenet"),
        failure("evaluate --run @/run --report @/taken.png", "taken.png: is a folder"),
        failure("evaluate --run @/run --report @/bars.idx/r.html", "bars.idx is not a folder"),
        failure("evaluate --run @/run --pictures @/bars.idx", "bars.idx is not a folder"),
        failure("evaluate --run @/run --features lenet", "classifier.safetensors"),
        failure("compare @/run @/nowhere --metrics fid", "nowhere: is not there"),
        failure("compare @/run --rows @/taken.png", "taken.png: is a folder"),
        failure("compare @/run --curve @/bars.idx/c.png", "bars.idx is not a folder"),
        failure(
            "compare @/run --class 3 --metrics fid --count 10", "class \"3\"", "without classes"),
        failure("compare --rows @/bars.idx", "bars.idx: cannot be read"),
        failure("compare --rows @/none.jsonl", "none.jsonl: is not there", "folders of runs"),
        failure("classifier --data @/bars.idx --out @/c", "0 classes", "labeled images"),
        failure("evaluate --run @/run --metrics accuracy", "accuracy", "features of a classifier"),
        failure("evaluate --run @/run --metrics nll --nll-count 25", "25 images", "1 to 2"),
        failure("sample --run @/run --class 3", "class \"3\"", "without classes", "--conditional"),
        failure(
            "sample --run @/run --guidance classifier-free",
            "a model without classes",
            "--conditional"),
        failure("sample --run @/run --guidance autoguidance", "needs a worse model"),
        failure("sample --run @/run --weak @ --guidance autoguidance", "is not a run"),
        failure("sample --run @/run --solver ancestral-learned", "learns its variance"),
        failure(
            folder -> delete(folder.resolve(STEP_3 + "ema.safetensors")),
            "sample --run @/run",
            "ema.safetensors: cannot be read",
            "no such file"),
        failure("sample --run @/run --step 7", "no checkpoint of step 7", "allowed: [3]"),
        failure(
            folder -> halve(folder.resolve(STEP_3 + "ema.safetensors")),
            "sample --run @/run",
            "ema.safetensors",
            "bytes"),
        failure(
            folder -> halve(folder.resolve(STEP_3 + "model.safetensors")),
            "sample --run @/run --weights model",
            "model.safetensors",
            "bytes"),
        failure(
            folder -> halve(folder.resolve(STEP_3 + "optimizer.safetensors")),
            "train --resume @/run --steps 4",
            "optimizer.safetensors",
            "bytes"),
        failure(
            folder -> halve(folder.resolve(STEP_3 + "state.json")),
            "train --resume @/run --steps 4",
            "state.json",
            "line "),
        failure(
            folder -> replace(folder.resolve(STEP_3 + "state.json"), "optimizer_steps", "steps"),
            "train --resume @/run --steps 4",
            "state.json",
            "numbers.optimizer_steps is missing"),
        failure("sample --run @/run --steps 50", "50 steps", "the table has 40", "at most"),
        failure("sample --run @/run --grid all --steps 5", "5 steps", "it has 40"),
        failure("sample --run @/run --out @/taken.png", "taken.png: is a folder"),
        failure("sample --run @/run --images @/bars.idx", "bars.idx is not a folder"),
        failure("sample --run @/run --trajectory @/bars.idx/x.gif", "bars.idx is not a folder"));
  }

  static List<ErrorRow> data() {
    return List.of(
        failure("train --out @/new --data digist", "no data set 'digist'", "did you mean digits?"),
        failure("data show imagenet", "no data set 'imagenet'", "mnist", "or give a path"),
        failure("data show @/nowhere.zip", "nowhere.zip: no such file or folder"),
        failure("data show digits --count 4 --out @/taken.png", "taken.png: is a folder"),
        failure(
            folder -> write(folder.resolve("a.gz"), cut(gzip(idxImages(24, 12, 12)), 60)),
            "train --out @/new --data @/a.gz",
            "a.gz",
            "ends",
            "fetch or copy it again"),
        failure(
            folder -> write(folder.resolve("a.idx"), idx(0x802, new byte[9], 1, 3, 3)),
            "train --out @/new --data @/a.idx",
            "a.idx",
            "begins with 0x00000802",
            "0x00000803"),
        failure(
            folder -> write(folder.resolve("a.idx"), idx(0x803, new byte[9], 60000, 28, 28)),
            "train --out @/new --data @/a.idx",
            "a.idx",
            "header claims 47040016 bytes",
            "cannot hold more than"),
        failure(
            folder -> write(folder.resolve("a.idx"), idx(0x803, new byte[99], 1, 3, 3)),
            "train --out @/new --data @/a.idx",
            "holds more bytes than its header says"),
        failure(
            folder -> {
              write(folder.resolve("images"), idxImages(24, 12, 12));
              write(folder.resolve("labels"), idxLabels(23));
            },
            "train --out @/new --data @/images,@/labels",
            "23 labels for 24 images",
            "do not belong together"),
        failure(
            folder -> write(folder.resolve("photos/a.png"), "a poem"),
            "train --out @/new --data @/photos",
            "a.png: is not PNG, JPEG, WebP or TIFF"),
        failure(
            folder -> write(folder.resolve("photos/a.png"), cut(png(32, 32), 200)),
            "train --out @/new --data @/photos",
            "a.png: the image ends too early"),
        failure(
            folder -> write(folder.resolve("photos/notes.txt"), "a poem"),
            "train --out @/new --data @/photos",
            "photos: holds no PNG or JPEG files, only notes.txt"),
        failure("train --out @/new --data @/taken.png", "taken.png: is empty"),
        failure(
            folder -> {
              write(folder.resolve("photos/a.png"), png(12, 12));
              write(folder.resolve("photos/b.png"), png(16, 12));
            },
            "train --out @/new --data @/photos",
            "b.png is 16x12 gray",
            "--size N"),
        failure(
            folder -> {
              write(folder.resolve("photos/cats/a.png"), png(12, 12));
              write(folder.resolve("photos/b.png"), png(12, 12));
            },
            "train --out @/new --data @/photos",
            "b.png lies beside the class folders"),
        failure(
            folder -> write(folder.resolve("a.zip"), cut(zip("a.png", png(12, 12)), 90)),
            "train --out @/new --data @/a.zip",
            "a.zip: cannot be read",
            "not a ZIP archive"),
        failure(
            folder -> write(folder.resolve("a.bin"), new byte[3072]),
            "train --out @/new --data @/a.bin",
            "a.bin"),
        failure(
            folder -> write(folder.resolve("poem.txt"), "a poem"),
            "train --out @/new --data @/poem.txt",
            "poem.txt: is not a data set"));
  }

  @BeforeAll
  static void train() {
    ErrorRow.train(shared);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"runs", "checkpoints", "data"})
  void saysItInOneLineAndWritesNothing(ErrorRow row) {
    row.hold(shared, folder);
  }
}
