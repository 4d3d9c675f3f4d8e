package io.inkwash.nn.latent;

import io.inkwash.nn.Numbered;
import io.inkwash.torch.Net;
import io.inkwash.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Residual blocks at one size, each followed by attention where the level has it. */
final class PictureLevel extends Net {
  private final List<PictureBlock> blocks = new ArrayList<>();
  private final List<PictureAttention> attentions = new ArrayList<>();
  private @Nullable Sampling sampling;

  /**
   * A level.
   *
   * @param in channels of the first block's input
   * @param out channels of what comes out
   * @param count the number of blocks
   */
  PictureLevel(int in, int out, int count, boolean attention) {
    Numbered block = child("block", new Numbered());
    Numbered attn = child("attn", new Numbered());
    for (int i = 0; i < count; i++) {
      blocks.add(block.add(i, new PictureBlock(i == 0 ? in : out, out)));
      if (attention) {
        attentions.add(attn.add(i, new PictureAttention(out)));
      }
    }
  }

  /** Ends the level with a change of size, under its name in the reference. */
  PictureLevel followedBy(String name, Sampling change) {
    sampling = child(name, change);
    return this;
  }

  Tensor forward(Tensor x) {
    return TensorScope.result(
        () -> {
          Tensor h = x;
          for (int i = 0; i < blocks.size(); i++) {
            h = blocks.get(i).forward(h);
            if (!attentions.isEmpty()) {
              h = attentions.get(i).forward(h);
            }
          }
          return sampling == null ? h : sampling.forward(h);
        });
  }
}
