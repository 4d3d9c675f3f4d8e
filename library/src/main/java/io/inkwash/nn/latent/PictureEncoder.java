package io.inkwash.nn.latent;

import io.inkwash.nn.Layers;
import io.inkwash.nn.Numbered;
import io.inkwash.torch.Net;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.Tensor;

/** From pictures to twice the encoded channels. */
final class PictureEncoder extends Net {
  private final Conv2dImpl in;
  private final List<PictureLevel> down = new ArrayList<>();
  private final PictureMiddle middle;
  private final GroupNormImpl norm;
  private final Conv2dImpl out;

  PictureEncoder(AutoencoderKlConfig config) {
    List<Integer> channels = config.channels();
    int width = channels.get(0);
    in = child("conv_in", Layers.conv(config.imageChannels(), width, 3, 1, 1));
    Numbered levels = child("down", new Numbered());
    for (int i = 0; i < channels.size(); i++) {
      boolean attention = config.attention().contains(1 << i);
      PictureLevel level = new PictureLevel(width, channels.get(i), config.blocks(), attention);
      width = channels.get(i);
      if (i < channels.size() - 1) {
        level.followedBy("downsample", new Sampling(width, Sampling.Direction.DOWN));
      }
      down.add(levels.add(i, level));
    }
    middle = child("mid", new PictureMiddle(width));
    norm = child("norm_out", Features.norm(width));
    out = child("conv_out", Layers.conv(width, 2L * config.encoded(), 3, 1, 1));
  }

  Tensor forward(Tensor x) {
    Tensor h = in.forward(x);
    for (PictureLevel level : down) {
      h = level.forward(h);
    }
    return out.forward(Features.activated(norm, middle.forward(h)));
  }
}
