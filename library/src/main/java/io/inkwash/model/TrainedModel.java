package io.inkwash.model;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.generate.Conditional;
import io.inkwash.generate.Drawing;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Condition;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.Guidance;
import io.inkwash.recipe.Recipe;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.RunDirectory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A model read back from the folder of its run. */
public final class TrainedModel implements AutoCloseable {

  /** Which weights. */
  public enum Which {
    /** The moving average. */
    EMA,
    /** The last step's. */
    MODEL
  }

  private final Recipe recipe;
  private final DiffusionMethod method;
  private final long step;
  private final String weightsHash;
  private final Owned<Backbone> network;
  private final Precision precision;

  /**
   * Reads a run's newest whole checkpoint, or that of a given step.
   *
   * @throws FileException if the folder is no run, has no checkpoint, or a file is damaged
   */
  public TrainedModel(Path run, @Nullable Long step, Which which, Precision precision) {
    RunDirectory directory = RunDirectory.open(run);
    recipe = Json.read(directory.recipe(), Recipe.class);
    method = DiffusionMethod.of(recipe);
    this.precision = precision;
    Path folder = step == null ? directory.newest() : directory.checkpoint(step);
    if (folder == null || !Files.isDirectory(folder)) {
      throw new FileException(
          run,
          step == null
              ? "has no checkpoint yet; train it first"
              : "has no checkpoint of step " + step + "; leave --step out for the newest");
    }
    this.step = Checkpoint.readState(folder).step();
    String file = which == Which.EMA ? "ema" : "model";
    Map<String, TensorData> tensors = Checkpoint.readTensors(folder, file);
    weightsHash = hash(tensors);
    network = Owned.of(() -> build(tensors, Checkpoint.tensors(folder, file)));
  }

  private Backbone build(Map<String, TensorData> tensors, Path source) {
    Backbone built =
        Catalog.NETWORKS
            .make(recipe.model().network())
            .build(recipe.data(), method.variance().parts());
    try (TensorScope scope = TensorScope.open()) {
      built.stateDict().load(Weights.stateDict(tensors), source.toString());
    }
    new Parameters(built); // lays the weights out as training does
    built.train(false);
    return built;
  }

  /** The recipe that it was trained by. */
  public Recipe recipe() {
    return recipe;
  }

  /** The recipe's values. */
  public DiffusionMethod method() {
    return method;
  }

  /** The step that the weights are of. */
  public long step() {
    return step;
  }

  /** SHA-256 of the weights, names and shapes. */
  public String weightsHash() {
    return weightsHash;
  }

  /** The model as a denoiser, told nothing of the images. */
  public Denoiser denoiser() {
    return denoiser(Condition.none());
  }

  /** The model as a denoiser of such images. */
  public Denoiser denoiser(Condition condition) {
    return new NetworkDenoiser(
        network.value(),
        method.path(),
        method.parameterization(),
        method.variance(),
        condition,
        precision);
  }

  /** Images of this model, drawn as its recipe says. */
  public Drawing drawing(long seed) {
    return drawing(recipe.sampling(), List.of(), seed, null);
  }

  /**
   * Images of this model.
   *
   * @param sampling how they are drawn
   * @param classes what they are to be, in turn; empty where the model is told nothing
   * @param weak a worse model, for the guidance that wants one
   * @throws SpecException if the model cannot be drawn so, with the reason
   */
  public Drawing drawing(
      Recipe.Sampling sampling, List<Integer> classes, long seed, @Nullable TrainedModel weak) {
    DiffusionMethod.SamplingPlan plan = method.plan(sampling);
    Conditional led =
        condition ->
            plan.guide(
                denoiser(condition),
                () -> unconditional(condition),
                () -> weaker(weak, condition),
                recipe.data().range());
    return new Drawing(led, plan.sampler(), recipe.data(), classes, seed);
  }

  private Denoiser unconditional(Condition condition) {
    if (recipe.data().classes() == 0) {
      throw Guidance.neverTold();
    }
    if (condition.classes() == null) {
      throw new SpecException(
          "guidance towards a class, and no class is asked for; choose one with --class");
    }
    if (recipe.training().conditioningDropout() == 0) {
      throw new SpecException(
          "guidance away from the model told nothing, of a model that was always told"
              + " (conditioningDropout 0); train it with --set conditioningDropout=0.1");
    }
    return denoiser();
  }

  private Denoiser weaker(@Nullable TrainedModel weak, Condition condition) {
    if (weak == null) {
      throw new SpecException("autoguidance wants a worse model; name its run with --weak");
    }
    ImageSpec other = weak.recipe.data();
    if (!weak.recipe.model().path().equals(recipe.model().path()) || !other.equals(recipe.data())) {
      throw new SpecException(
          "the worse model is of %s on %dx%d images, this one of %s on %dx%d; both must be alike"
              .formatted(
                  weak.recipe.model().path(),
                  other.width(),
                  other.height(),
                  recipe.model().path(),
                  recipe.data().width(),
                  recipe.data().height()));
    }
    return weak.denoiser(condition);
  }

  private static String hash(Map<String, TensorData> tensors) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(tensors)
          .forEach(
              (name, data) -> {
                sha.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                for (long size : data.shape()) {
                  sha.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
                }
                sha.update(data.bytes());
              });
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java runtime has SHA-256
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
