package io.inkwash.cli;

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
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person sees who gets something wrong: one line that says what, the value, what is allowed;
 * an exit code; and nothing written.
 *
 * <p>In the table, {@code @} is a folder that holds {@code bars.idx}, 24 images of 12x12, and
 * {@code run}, which was trained on them for three steps.
 */
class ErrorTableTest {
  private static final String NEW = "train --data @/bars.idx --out @/new ";
  private static final String STEP_3 = "run/checkpoints/step-00000003/";

  @TempDir static Path shared;
  @TempDir Path folder;

  /** One kind of error. */
  record Row(String line, Consumer<Path> damage, int exitCode, String... words) {
    @Override
    public String toString() {
      return exitCode + " " + (line.isEmpty() ? "(no words)" : line) + " -> " + words[0];
    }
  }

  /** The command line is wrong by itself, whatever the files and data are. */
  private static Row usage(String line, String... words) {
    return new Row(line, folder -> {}, 2, words);
  }

  /** The command line is right, but what it meets is not. */
  private static Row failure(String line, String... words) {
    return new Row(line, folder -> {}, 1, words);
  }

  /** The same, after some damage. */
  private static Row failure(Consumer<Path> damage, String line, String... words) {
    return new Row(line, damage, 1, words);
  }

  static List<Row> commands() {
    return List.of(
        usage("", "a command is missing", "inkwash demo", "inkwash --help"),
        usage("trian", "there is no command trian", "did you mean train?"),
        usage("dance", "there is no command dance", "see inkwash --help"),
        usage("help trian", "there is no command trian", "did you mean train?"),
        usage("train --recpie ddpm", "no option --recpie", "did you mean --recipe?"),
        usage("train --recpie=ddpm", "no option --recpie;", "did you mean --recipe?"),
        usage("explain --list now", "there is no kind now", "allowed: recipe, "),
        usage("explain --list slover", "there is no kind slover", "did you mean solver?"),
        failure("runs @/nowhere", "nowhere: is not there", "name the folder that holds runs"),
        usage("help trian", "trian"),
        usage("studio --port 70000", "port is 70000", "0 to 65535"),
        usage("studio --host 0.0.0.0", "host is 0.0.0.0", "give a token"),
        failure(
            "studio --runs @/new --models @/nowhere --port 0",
            "nowhere: is no folder",
            "name the folder that holds models"),
        failure(
            "train --recipe @/mine.json --data digits --out @/new", "mine.json", "no such file"),
        failure(
            folder -> write(folder.resolve("mine.json"), "{\"format\": 2}"),
            "train --recipe @/mine.json --data digits --out @/new",
            "mine.json",
            "family"),
        failure(NEW + "--from @/nowhere", "nowhere", "is not there"),
        failure(
            NEW + "--from @/run --set network.width=16",
            "weights that the recipe's network takes",
            "half or more",
            "down1.time_mlp.bias ([16], not [8])"),
        usage("train --recipe ddpm --data digits --out @/n --ranks 0", "--ranks is 0", "1 or more"),
        usage("train --resume @/run --from @/run", "--from cannot change a run that exists"),
        usage("data", "a command is missing", "list, fetch or show"),
        usage("data sho", "no command sho", "did you mean show?"),
        usage("data show", "missing required parameter", "SET"),
        usage("explain", "missing required", "--recipe", "--run", "--list"),
        usage("explain --recipe ddpm --run @/run", "--recipe", "--run", "mutually exclusive"),
        usage("sample", "missing required argument", "--run=RUN | --model=PATH"),
        usage("train", "--data is missing", "--out", "--resume"),
        usage("train --data digits", "--out is missing", "--data and --out", "--resume"),
        usage("train --out @/new", "--data is missing", "--data and --out", "--resume"));
  }

  static List<Row> values() {
    return List.of(
        usage(NEW + "--steps 5 --epochs 2", "--steps and --epochs exclude each other"),
        usage(NEW + "--steps 0", "steps is 0", "1 or more"),
        usage(NEW + "--steps many", "--steps", "'many'"),
        usage(NEW + "--epochs -1", "epochs is -1", "above 0"),
        usage(NEW + "--images 0", "images is 0", "above 0"),
        usage(NEW + "--minutes NaN", "minutes is NaN", "above 0"),
        usage(NEW + "--batch 0", "batch is 0", "1 or more"),
        usage(NEW + "--batch -3", "batch is -3", "1 or more"),
        usage(NEW + "--threads 0", "--threads is 0", "1 or more"),
        usage(NEW + "--precision fp64", "--precision", "FP32", "fp64"),
        usage(NEW + "--seed one", "--seed", "'one'"),
        usage(NEW + "--size 0", "--size is 0", "1 or more"),
        usage(NEW + "--keep 0", "--keep is 0", "1 or more"),
        usage(NEW + "--checkpoint-every 0", "--checkpoint-every is 0", "1 or more"),
        usage(NEW + "--sample-every -1", "--sample-every is -1", "0 or more"),
        failure(
            "train --resume @/run --data digits", "digits has not the images", "10000 of them now"),
        failure("train --resume @/run --set width=16", "model.network cannot change in a run"),
        usage("train --resume @/run --precision bf16", "--precision cannot change a run"),
        usage("sample --run @/run --count 0", "--count is 0", "1 or more"),
        usage(
            "sample --run @/run --first 5 --reconstruct digits",
            "--first goes with images that are drawn",
            "--reconstruct"),
        usage("sample --run @/run --batch -1", "--batch is -1", "1 or more"),
        usage("sample --run @/run --steps 0", "--steps is 0", "1 or more"),
        usage("sample --run @/run --scale 0", "--scale is 0", "1 or more"),
        usage("sample --run @/run --threads -2", "--threads is -2", "1 or more"),
        usage("sample --run @/run --weights best", "--weights", "EMA", "best"),
        usage("sample --run @/run --trajectory @/film.mp4", "film.mp4", ".png or .gif"),
        usage("sample --run @/run --out @/grid.jpg", "--out is", "grid.jpg", ".png"),
        usage("evaluate --run @/run --metrics fidd", "no metric fidd", "did you mean fid?"),
        usage("evaluate --run @/run --features vgg", "no features vgg"),
        usage("evaluate --run @/run --count 1", "--count is 1", "2 or more"),
        usage("evaluate --run @/run --nll-count 0", "--nll-count is 0", "1 or more"),
        usage("compare", "RUN is missing", "folders of runs", "--rows"),
        usage("compare @/run --steps 5:0", "--steps is 0", "1 or more"),
        usage("compare @/run --images 0", "--images is 0", "1 or more"),
        usage("compare @/run --metrics fidd", "no metric fidd", "did you mean fid?"),
        usage("compare @/run --solver ddmi", "no solver ddmi", "did you mean ddim?"),
        usage("compare @/run --format html", "--format", "MARKDOWN", "html"),
        usage("classifier --data digits", "missing required option", "--out"),
        usage(
            "classifier --data digits --out @/c --epochs 0", "training for 0 epochs", "1 or more"),
        usage("classifier --data digits --out @/c --threads 0", "--threads is 0", "1 or more"),
        usage(
            "explain --recipe ddpm --set path.timesteps=2147483647",
            "a table of 2147483647 timesteps: need at most 1000000"),
        usage(
            "explain --recipe edm --set sampling.steps=2147483647",
            "2147483647 steps for grid",
            "need at most 1000000"),
        usage("explain --recipe ddpm --rows 0", "--rows is 0", "1 or more"),
        usage("data show digits --split valid", "--split", "TRAIN, TEST", "valid"),
        usage("data show digits --count 0", "--count is 0", "1 or more"),
        usage("data show digits --size -8", "--size is -8", "1 or more"),
        usage("demo --out @/new --minutes 0", "minutes is 0", "above 0"));
  }

  static List<Row> words() {
    return List.of(
        usage(NEW + "--recipe ddpn", "there is no recipe ddpn", "did you mean ddpm?"),
        usage("explain --recipe cnf", "there is no recipe cnf", "allowed: ddpm"),
        usage(NEW + "--set wdith=8", "there is no setting wdith", "did you mean width?"),
        usage(NEW + "--set trainig.batch=8", "trainig.batch", "did you mean training.batch?"),
        usage(NEW + "--set height=8", "no setting height", "the images decide it", "--size"),
        usage(NEW + "--set width", "--set", "KEY=VALUE", "width"),
        usage(NEW + "--set batch=many", "setting batch is many", "a number"),
        usage(NEW + "--set batch=1.5", "training.batch: 1.5 is not of type int"),
        usage(NEW + "--set threshold=maybe", "there is no threshold maybe", "none, clamp, dynamic"),
        usage(NEW + "--set classes=10", "no setting classes", "--conditional"),
        usage(NEW + "--set objective=vlbb", "there is no objective vlbb", "did you mean vlb?"),
        usage(NEW + "--set variance=learned", "does not train the variance", "hybrid-vlb"),
        usage(NEW + "--set solver=ancestral-learned", "learns its variance", "use ancestral"),
        usage(NEW + "--set guidance=classifier-free", "a model without classes", "--conditional"),
        usage(NEW + "--set path=zero-snr-betas", "noise", "zero-snr"),
        usage(NEW + "--set decay=linearr", "decay", "\"linearr\" is unknown", "LINEAR"),
        usage(
            NEW + "--set decay=linear --set warmup=9 --set decaySteps=9",
            "decaySteps is 9",
            "more than the warm-up's 9 steps"),
        usage(NEW + "--set width=7", "width is 7", "a multiple of 8"),
        usage(NEW + "--set ema=1", "ema is 1.0", "0 up to but not 1"),
        usage(NEW + "--set clip=0", "clip is 0.0", "above 0"),
        usage(NEW + "--set rate=-1", "learning rate is -1.0", "above 0"),
        usage(NEW + "--set accumulate=0", "accumulate is 0", "1 or more"),
        usage(NEW + "--set beta1=1", "beta1 is 1.0", "0 up to but not 1"),
        usage(
            NEW + "--set target=edm --set scale=unit-variance --set sigmaData=0.6",
            "sigmaData could be model.target.sigmaData or model.scale.sigmaData",
            "in full"),
        usage(NEW + "--set timesteps=20", "beta 1.0 at timestep 20", "0 < beta < 1"),
        usage(NEW + "--set steps=1001", "1001 steps", "it has 1000"),
        usage(NEW + "--set path=zero-snr-betas", "noise cannot give x0", "SNR 0.0", "predict v"),
        usage(NEW + "--set times=loss-second-moment(timesteps=9)", "no argument timesteps"),
        usage("sample --run @/run --solver ddmi", "no solver ddmi", "did you mean ddim?"),
        usage("sample --run @/run --solver ddim(eta=2)", "eta is 2.0", "0 (deterministic) to 1"),
        usage("sample --run @/run --solver ddim(etta=1)", "no argument etta", "did you mean eta?"),
        usage("sample --run @/run --solver ddim(eta=half)", "ddim's eta is half", "a number"),
        usage("sample --run @/run --solver ddim(eta=1", "\"ddim(eta=1\"", "name(key=value, ...)"),
        usage("sample --run @/run --solver ancestral(variance=tiny)", "tiny", "small or large"),
        usage("sample --run @/run --grid leadin", "no grid leadin", "did you mean leading?"));
  }

  static List<Row> runs() {
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

  static List<Row> checkpoints() {
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

  static List<Row> data() {
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
  static void trainOnce() {
    TinyRun.train(shared.resolve("bars.idx"), shared.resolve("run"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"commands", "values", "words", "runs", "checkpoints", "data"})
  void saysItInOneLineAndWritesNothing(Row row) {
    write(folder.resolve("bars.idx"), idxImages(24, 12, 12));
    assertThat(folder.resolve("taken.png").toFile().mkdir()).isTrue();
    if (row.line.contains("@/run")) {
      SmallFiles.copy(shared.resolve("run"), folder.resolve("run"));
      replace(
          folder.resolve("run/provenance.json"),
          shared.resolve("bars.idx").toString(),
          folder.resolve("bars.idx").toString());
    }
    row.damage.accept(folder);
    Map<String, Integer> before = SmallFiles.contents(folder);

    Cli.line(row.line.replace("@", folder.toString())).refused(row.exitCode, row.words);

    assertThat(SmallFiles.contents(folder)).isEqualTo(before);
  }
}
