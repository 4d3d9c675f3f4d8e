package io.inkwash.train;

import static io.inkwash.format.Text.format;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Averages that a run kept at its checkpoints, and the average of any width that they give
 * afterwards: the sum of them whose profile is the nearest to its own (Karras et al. 2024, arXiv
 * 2312.02696, section 3.2).
 */
public final class AverageSnapshots {
  private static final Pattern FILE = Pattern.compile("step-(\\d{8,18})\\.safetensors");

  private final RunDirectory run;
  private final NavigableMap<Long, Path> files;

  private AverageSnapshots(RunDirectory run, NavigableMap<Long, Path> files) {
    this.run = run;
    this.files = files;
  }

  /** Those of a run. */
  public static AverageSnapshots of(RunDirectory run) {
    NavigableMap<Long, Path> files = new TreeMap<>();
    RunDirectory.numbered(folder(run.root()), FILE)
        .forEach(file -> files.put(RunDirectory.stepOf(file), file));
    return new AverageSnapshots(run, files);
  }

  /** Keeps a checkpoint's averages, where it has some, for when the checkpoint is deleted. */
  static void keep(Path root, Path checkpoint) {
    Path file = Checkpoint.tensors(checkpoint, Learner.AVERAGES);
    Path kept = Checkpoint.tensors(folder(root), checkpoint.getFileName().toString());
    if (Files.exists(file) && !Files.exists(kept)) {
      AtomicFiles.write(
          kept,
          channel -> {
            try (FileChannel from = FileChannel.open(file)) {
              from.transferTo(0, from.size(), channel);
            }
          });
    }
  }

  private static Path folder(Path root) {
    return root.resolve(Learner.AVERAGES);
  }

  /**
   * One profile that was kept.
   *
   * @param file the file that holds it
   * @param tensors all that the file holds
   * @param width of the profile, as the names of its tensors begin
   * @param steps after which it was kept
   */
  private record Kept(Path file, Map<String, TensorData> tensors, String width, long steps) {

    /** The profiles of a file. */
    static Stream<Kept> of(long steps, Path file) {
      Map<String, TensorData> tensors = Safetensors.read(file).tensors();
      return tensors.keySet().stream()
          .map(name -> name.substring(0, Math.max(0, name.indexOf('/'))))
          .distinct()
          .map(width -> new Kept(file, tensors, width, steps));
    }

    PowerProfile.After profile() {
      return new PowerProfile(Double.parseDouble(width)).after(steps);
    }

    Tensor tensor(String name) {
      TensorData data = tensors.get(prefix(width) + name);
      if (data == null) {
        throw new FileException(file, format("has no %s%s", prefix(width), name));
      }
      return Weights.tensor(data).to(torch.ScalarType.Double);
    }
  }

  /** The step that weights of {@link #of(PowerProfile, OptionalLong)} are of. */
  public long step(OptionalLong step) {
    if (files.isEmpty()) {
      throw new FileException(
          run.root(),
          "has no averages to make one of another width from; train with --set"
              + " emaProfiles=power");
    }
    long wanted = step.orElse(files.lastKey());
    if (!files.containsKey(wanted)) {
      throw new FileException(
          run.root(), "has no averages of step " + wanted + "; allowed: " + files.keySet());
    }
    return wanted;
  }

  /**
   * The average of a width.
   *
   * @param step after which it is; empty for the newest that was kept
   * @return the tensors by name, float32
   * @throws FileException if the run kept none, or a file is damaged
   */
  public Map<String, TensorData> of(PowerProfile profile, OptionalLong step) {
    long last = step(step);
    List<Kept> kept = new ArrayList<>();
    files.headMap(last, true).forEach((steps, file) -> Kept.of(steps, file).forEach(kept::add));
    return sum(kept, weights(kept.stream().map(Kept::profile).toList(), profile.after(last)));
  }

  /**
   * The weights of a sum of profiles that is the nearest to another one, in the mean square; they
   * add up to 1.
   */
  public static double[] weights(List<PowerProfile.After> kept, PowerProfile.After wanted) {
    int count = kept.size();
    double[] products = new double[count * count];
    double[] right = new double[count];
    for (int i = 0; i < count; i++) {
      // scaled to length 1, so that the snapshots of young runs do not vanish beside the others
      double length = Math.sqrt(kept.get(i).product(kept.get(i)));
      right[i] = kept.get(i).product(wanted) / length;
      for (int j = 0; j < count; j++) {
        double other = Math.sqrt(kept.get(j).product(kept.get(j)));
        products[i * count + j] = kept.get(i).product(kept.get(j)) / (length * other);
      }
    }
    double[] weights;
    try (TensorScope scope = TensorScope.open()) {
      Tensor inverse = torch.linalg_pinv(Tensors.of(products, count, count), 1e-13, true);
      weights = Tensors.toDoubles(inverse.matmul(Tensors.of(right, count, 1)));
    }
    double total = 0;
    for (int i = 0; i < count; i++) {
      weights[i] /= Math.sqrt(kept.get(i).product(kept.get(i)));
      total += weights[i];
    }
    for (int i = 0; i < count; i++) {
      weights[i] /= total;
    }
    return weights;
  }

  private static Map<String, TensorData> sum(List<Kept> kept, double[] weights) {
    Map<String, TensorData> sums = new LinkedHashMap<>();
    String first = prefix(kept.get(0).width);
    for (String key : kept.get(0).tensors.keySet()) {
      if (key.startsWith(first)) {
        String name = key.substring(first.length());
        sums.put(name, sum(name, kept, weights));
      }
    }
    return sums;
  }

  private static TensorData sum(String name, List<Kept> kept, double[] weights) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor sum = kept.get(0).tensor(name).mul(new Scalar(weights[0]));
      for (int i = 1; i < weights.length; i++) {
        sum.add_(kept.get(i).tensor(name), new Scalar(weights[i]));
      }
      return Weights.of(sum.to(torch.ScalarType.Float));
    }
  }

  /** What the names of a profile's tensors begin with. */
  static String prefix(String width) {
    return width + "/";
  }
}
