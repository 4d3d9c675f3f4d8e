package io.inkwash.bench;

import static io.inkwash.format.Text.format;

import com.sun.management.OperatingSystemMXBean;
import io.inkwash.file.DType;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.folder.StableDiffusion;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import io.inkwash.nn.latent.ConditionalUNet;
import io.inkwash.nn.latent.ConditionalUNetConfig;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Net;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A model of Stable Diffusion 1's size with random weights: {@code make FILE} writes it as one file
 * of bfloat16, {@code draw FILE STEPS PRECISION} draws one picture of 512x512 pixels and prints
 * times and memory.
 */
public final class LargeModel {
  private LargeModel() {}

  public static void main(String... args) throws IOException {
    Path file = Path.of(args[1]);
    if (args[0].equals("make")) {
      make(file);
    } else {
      Precision precision = Precision.valueOf(args[3].toUpperCase(Locale.ROOT));
      draw(file, Integer.parseInt(args[2]), precision);
    }
  }

  /** All weights are parts of one random buffer, so that making them takes little memory. */
  private static void make(Path file) {
    ByteBuffer random = random(49_408 * 768); // the largest weight
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    put(
        tensors,
        random,
        "model.diffusion_model.",
        () -> new ConditionalUNet(ConditionalUNetConfig.stableDiffusion1()));
    put(
        tensors,
        random,
        "first_stage_model.",
        () -> new AutoencoderKl(AutoencoderKlConfig.stableDiffusion()));
    put(
        tensors,
        random,
        "cond_stage_model.transformer.",
        () -> new ClipTextEncoder(ClipTextConfig.vitL14()));
    Safetensors.write(file, Map.of(), tensors);
  }

  private static ByteBuffer random(int count) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    SplittableRandom numbers = new SplittableRandom(1);
    for (int i = 0; i < count; i++) {
      float number = (float) (0.04 * (numbers.nextDouble() - 0.5));
      bytes.putShort((short) (Float.floatToRawIntBits(number) >>> 16)); // cut to bfloat16
    }
    return bytes.flip();
  }

  private static void put(
      Map<String, TensorData> to, ByteBuffer random, String prefix, Supplier<Net> network) {
    try (Owned<Net> net = Owned.of(network)) {
      net.value()
          .stateDict()
          .forEach(
              (name, tensor) -> {
                long[] shape = Tensors.shape(tensor);
                int count = Math.toIntExact(Tensors.count(shape));
                boolean norm = shape.length == 1 && name.endsWith("weight");
                to.put(
                    prefix + name,
                    norm
                        ? TensorData.ofFloats(ones(count), shape)
                        : new TensorData(DType.BF16, shape, random.slice(0, 2 * count)));
              });
    }
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static void draw(Path file, int steps, Precision precision) throws IOException {
    String threads = System.getenv("OMP_NUM_THREADS");
    Torch.init(
        threads == null ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(threads));
    long begun = System.nanoTime();
    try (StableDiffusion model =
        StableDiffusion.open(file, List.of(), ComputeDevice.CPU, precision)) {
      System.out.println(format("open: %.1f s, %s", since(begun), memory()));
      GenerateOptions options =
          GenerateOptions.defaults().withPrompts(List.of("a fox in ink")).withSteps(steps);
      Drawing drawing = model.drawing(options);
      List<Moment> ends = new ArrayList<>();
      Moment started = Moment.now();
      drawing.draw(1, 1, (images, done, all) -> ends.add(Moment.now()));
      Moment drawn = ends.get(ends.size() - 1);
      System.out.println(
          format(
              "Inkwash %s, %d steps of two evaluations: %.1f s a step, %.1f s of processors;"
                  + " decoding: %.1f s, %.1f s of processors; threads: %d",
              precision.name().toLowerCase(Locale.ROOT),
              ends.size(),
              (drawn.wall - started.wall) / 1e9 / ends.size(),
              (drawn.processors - started.processors) / 1e9 / ends.size(),
              since(drawn.wall),
              (Moment.now().processors - drawn.processors) / 1e9,
              Torch.threads()));
      System.out.println(memory());
    }
  }

  /**
   * A moment, in nanoseconds.
   *
   * @param wall of the clock
   * @param processors of all threads of this process: what a busy machine changes least
   */
  private record Moment(long wall, long processors) {
    static Moment now() {
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return new Moment(System.nanoTime(), system.getProcessCpuTime());
    }
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static String memory() throws IOException {
    return String.join(
        ", ",
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM") || line.startsWith("Rss"))
            .map(line -> line.replaceAll("\\s+", " "))
            .toList());
  }
}
