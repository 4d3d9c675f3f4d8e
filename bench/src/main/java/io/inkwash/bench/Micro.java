package io.inkwash.bench;

import io.inkwash.data.Augment;
import io.inkwash.data.Batch;
import io.inkwash.data.BatchStream;
import io.inkwash.data.PixelRange;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.SimpleUNet;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.AdamWRule;
import io.inkwash.torch.Grad;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.train.Ema;
import io.inkwash.train.EmaWarmup;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The small parts of a training step, each on its own, to be run before and after tuning one. What
 * a step spends elsewhere is in the network's convolutions: see {@code bench/profile.md}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls open before any benchmark
public class Micro {
  private static final int SIDE = 28;
  private static final int SMALL_BATCH = 16;

  /** Threads of libtorch's operators. */
  @Param("2")
  int threads;

  /** Width of the network, 64 is that of the ddpm recipe and 32 that of ddpm-small. */
  @Param("64")
  int width;

  /** Images a batch. */
  @Param("128")
  int batch;

  private record Parts(SimpleUNet network, OptimizerState adam, Ema ema, Tensor x0, Tensor eps) {}

  private final GaussianPath path = DiscretePath.of(Betas.linear(1000, 1e-4, 0.02));
  private final Rng rng = Rng.seed(0);
  private Owned<Parts> parts;
  private BatchStream batches;
  private double[] t;

  /** Starts JMH, with its own options. */
  public static void main(String[] arguments) throws IOException {
    org.openjdk.jmh.Main.main(Options.words(arguments));
  }

  /** Builds everything once. */
  @Setup(Level.Trial)
  public void open() {
    Torch.init(threads);
    parts = Owned.of(this::build);
    batches =
        new BatchStream(
            DataSets.open("digits", Split.TRAIN, DataOptions.defaults()),
            batch,
            PixelRange.SYMMETRIC,
            Augment.NONE,
            0,
            0);
    t =
        Arrays.stream(rng.stream("times").uniforms(batch))
            .map(u -> 1 + Math.floor(999 * u))
            .toArray();
  }

  private Parts build() {
    SimpleUNet network = new SimpleUNet(new SimpleUNet.Config(1, width, 32));
    network.initialize(torch.make_generator_cpu(0));
    network.train(false);
    Parameters parameters = new Parameters(network);
    return new Parts(
        network,
        AdamWRule.standard().start(parameters),
        new Ema(0.9999, EmaWarmup.ratio(0), parameters),
        rng.stream("x0").normal(batch, 1, SIDE, SIDE),
        rng.stream("eps").normal(batch, 1, SIDE, SIDE));
  }

  /** Releases it. */
  @TearDown(Level.Trial)
  public void close() {
    batches.close();
    parts.close();
  }

  /** One AdamW step over all weights, gradients zero. */
  @Benchmark
  public void adamStep() {
    parts.value().adam().step(2e-4);
  }

  /** One update of the moving average of all weights. */
  @Benchmark
  public void emaUpdate() {
    parts.value().ema().update(100_000);
  }

  /** Noises a batch: {@code alpha(t) x0 + sigma(t) eps}, each image at its own time. */
  @Benchmark
  public void noising() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor alpha = Tensors.perImage(Arrays.stream(t).map(path::alpha).toArray());
      Tensor sigma = Tensors.perImage(Arrays.stream(t).map(path::sigma).toArray());
      parts.value().x0().mul(alpha).add_(parts.value().eps().mul(sigma));
    }
  }

  /** The noise of one batch. */
  @Benchmark
  public void normalNoise() {
    try (TensorScope scope = TensorScope.open()) {
      rng.normal(batch, 1, SIDE, SIDE);
    }
  }

  /**
   * One batch out of the stream, whose own thread assembles it: its rate when nothing else is done.
   */
  @Benchmark
  public Batch batchAssembly() {
    return batches.next();
  }

  /** A forward pass of 16 images without gradients. */
  @Benchmark
  public double smallForward() {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor x = parts.value().x0().narrow(0, 0, Math.min(batch, SMALL_BATCH));
      Tensor label = Tensors.of(new float[(int) x.size(0)], x.size(0));
      return parts
          .value()
          .network()
          .forward(x, label, Conditioning.none())
          .mean()
          .item()
          .toDouble();
    }
  }
}
