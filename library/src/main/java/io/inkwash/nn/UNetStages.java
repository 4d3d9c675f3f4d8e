package io.inkwash.nn;

import io.inkwash.torch.Tensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * The way down, the middle and the way up of a U-Net in ADM's layout: so many blocks a level on the
 * way down, one more on the way up, and every output on the way down meets a block on the way up.
 * The network that holds them registers {@code input_blocks}, {@code middle_block} and {@code
 * output_blocks}.
 */
public final class UNetStages {

  /** What the levels are made of; each method adds its layers to a stage. */
  public interface Parts {

    /**
     * A residual block, and attention where the level has it.
     *
     * @param level 0 at full size, 1 at half, ...
     * @param in channels in
     * @param out channels out
     */
    void block(Stage stage, int level, int in, int out);

    /** What stands between the way down and the way up. */
    void middle(Stage stage, int channels);

    /** Half the height and width. */
    void halve(Stage stage, int channels);

    /** Twice the height and width. */
    void twice(Stage stage, int channels);
  }

  private final List<Stage> down = new ArrayList<>();
  private final Stage middle = new Stage();
  private final List<Stage> up = new ArrayList<>();

  /**
   * Builds the stages.
   *
   * @param inChannels channels that come in
   * @param levels the channels of each level; the first convolution has those of the first
   * @param blocks blocks a level on the way down
   * @param parts what they are made of
   */
  public UNetStages(int inChannels, List<Integer> levels, int blocks, Parts parts) {
    int channels = levels.get(0);
    Deque<Integer> skips = new ArrayDeque<>(); // channels of what the way up will be joined with
    Conv2dImpl first = Layers.conv(inChannels, channels, 3, 1, 1);
    down.add(new Stage().add(first, (x, context) -> first.forward(x)));
    skips.push(channels);
    for (int level = 0; level < levels.size(); level++) {
      for (int block = 0; block < blocks; block++) {
        parts.block(add(down), level, channels, levels.get(level));
        channels = levels.get(level);
        skips.push(channels);
      }
      if (level < levels.size() - 1) {
        parts.halve(add(down), channels);
        skips.push(channels);
      }
    }
    parts.middle(middle, channels);
    for (int level = levels.size() - 1; level >= 0; level--) {
      for (int block = 0; block <= blocks; block++) {
        Stage stage = add(up);
        parts.block(stage, level, channels + skips.pop(), levels.get(level));
        channels = levels.get(level);
        if (level > 0 && block == blocks) {
          parts.twice(stage, channels);
        }
      }
    }
  }

  private static Stage add(List<Stage> stages) {
    Stage stage = new Stage();
    stages.add(stage);
    return stage;
  }

  /** The way down, for its registration. */
  public Numbered inputBlocks() {
    return numbered(down);
  }

  /** The middle, for its registration. */
  public Stage middleBlock() {
    return middle;
  }

  /** The way up, for its registration. */
  public Numbered outputBlocks() {
    return numbered(up);
  }

  private static Numbered numbered(List<Stage> stages) {
    Numbered list = new Numbered();
    for (int i = 0; i < stages.size(); i++) {
      list.add(i, stages.get(i));
    }
    return list;
  }

  /** From [N,inChannels,H,W] to features with the channels of the first level. */
  public Tensor forward(Tensor x, FeatureLayer.Context context) {
    Deque<Tensor> skips = new ArrayDeque<>();
    Tensor h = x;
    for (Stage stage : down) {
      h = stage.forward(h, context);
      skips.push(h);
    }
    h = middle.forward(h, context);
    for (Stage stage : up) {
      h = stage.forward(Tensors.cat(1, h, skips.pop()), context);
    }
    return h;
  }
}
