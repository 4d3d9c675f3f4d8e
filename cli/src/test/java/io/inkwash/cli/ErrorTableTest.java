package io.inkwash.cli;

import static io.inkwash.cli.ErrorRow.NEW;
import static io.inkwash.cli.ErrorRow.failure;
import static io.inkwash.cli.ErrorRow.usage;
import static io.inkwash.cli.SmallFiles.write;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines that are wrong: commands, values, words. */
class ErrorTableTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  static List<ErrorRow> commands() {
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
        failure("runs @/bars.idx", "bars.idx: is no folder", "name the folder that holds runs"),
        failure(
            folder -> write(folder.resolve("mine.json"), ""),
            "train --recipe @/mine.json --data digits --out @/new",
            "mine.json: is empty"),
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

  static List<ErrorRow> values() {
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
        usage(
            "evaluate --run @/run --tolerance 1e-3",
            "--tolerance is of metric nll",
            "add --metrics nll"),
        usage("evaluate --run @/run --metrics nll --tolerance loose", "--tolerance", "'loose'"),
        usage(
            "evaluate --run @/run --metrics nll --tolerance 0",
            "tolerance is 0.0",
            "above 0 and below 1"),
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

  static List<ErrorRow> words() {
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
        usage(
            NEW + "--set inputFeatures=fourier(exponents=8:7)",
            "exponents [8, 7]",
            "rising numbers from 0 to 10"),
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
        usage("sample --run @/run --solver ddim@trailling", "no grid trailling", "trailing?"),
        usage(
            "sample --run @/run --solver ddim@trailing --grid karras",
            "--solver ddim@trailing names the grid trailing, and --grid another",
            "leave one of them out"),
        usage("sample --run @/run --solver ddim(eta=2)", "eta is 2.0", "0 (deterministic) to 1"),
        usage("sample --run @/run --solver ddim(etta=1)", "no argument etta", "did you mean eta?"),
        usage("sample --run @/run --solver ddim(eta=half)", "ddim's eta is half", "a number"),
        usage("sample --run @/run --solver ddim(eta=1", "\"ddim(eta=1\"", "name(key=value, ...)"),
        usage("sample --run @/run --solver ancestral(variance=tiny)", "tiny", "small or large"),
        usage("sample --run @/run --grid leadin", "no grid leadin", "did you mean leading?"));
  }

  @BeforeAll
  static void train() {
    ErrorRow.train(shared);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"commands", "values", "words"})
  void saysItInOneLineAndWritesNothing(ErrorRow row) {
    row.hold(shared, folder);
  }
}
