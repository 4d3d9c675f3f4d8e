package io.inkwash.bench;

import static io.inkwash.format.Text.format;

import io.inkwash.distributed.Launch;
import io.inkwash.distributed.RankGroup;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.SimpleUNet;
import io.inkwash.torch.AdamWRule;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.torch.distributed.Ranks;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Inkwash's side of the comparison of ranks: a rank that takes one training step of DDPM's small
 * U-Net on its rows of a batch of 128 for each line {@code step} on its standard input. It answers
 * with the seconds of the step, the seconds of the sum of gradients in it, and the loss of its
 * rows.
 */
public final class RankPeer {
  private static final int BATCH = 128;
  private static final int SIDE = 28;

  private final Ranks ranks;
  private final SimpleUNet network = new SimpleUNet(new SimpleUNet.Config(1, 64, 32));
  private final Parameters parameters;
  private final OptimizerState adam;
  private final Tensor x;
  private final Tensor noise;
  private final Tensor label;

  private RankPeer(Ranks ranks) {
    this.ranks = ranks;
    network.initialize(torch.make_generator_cpu(0));
    parameters = new Parameters(network);
    adam = AdamWRule.standard().start(parameters);
    int rows = BATCH / ranks.size();
    int first = rows * ranks.rank();
    x = rows(first, rows, SIDE * SIDE, Math::sin).view(-1, 1, SIDE, SIDE);
    noise = rows(first, rows, SIDE * SIDE, i -> Math.cos(0.7 * i)).view(-1, 1, SIDE, SIDE);
    label = rows(first, rows, 1, i -> 37 * i % 1000).view(-1);
  }

  /** Serves the driver. */
  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments, Map.of("threads", "1"));
    Torch.init(options.count("threads"));
    RankGroup group = RankGroup.join(Launch.of(System.getenv()).orElse(Launch.alone()));
    group.run(
        () -> {
          try (Owned<RankPeer> peer = Owned.of(() -> new RankPeer(group.ranks()))) {
            System.out.println("ready");
            BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (commands.readLine() != null) {
              System.out.println(peer.value().step());
            }
          }
          return true;
        });
  }

  private String step() {
    network.train(true);
    try (TensorScope scope = TensorScope.open()) {
      long started = System.nanoTime();
      Tensor loss = torch.mse_loss(network.forward(x, label, Conditioning.none()), noise);
      parameters.zeroGradients();
      loss.mul(new Scalar(1.0 / ranks.size())).backward();
      long computed = System.nanoTime();
      ranks.sum(parameters.gradients());
      long summed = System.nanoTime();
      parameters.clipGradients(1);
      adam.step(2e-4);
      double value = loss.item().toDouble();
      return format(
          "%.6f %.6f %.9f", (System.nanoTime() - started) / 1e9, (summed - computed) / 1e9, value);
    }
  }

  private static Tensor rows(int first, int count, int size, IntToDoubleFunction value) {
    float[] values = new float[count * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(first * size + i);
    }
    return Tensors.of(values, values.length);
  }
}
