package io.inkwash.nn.latent;

import io.inkwash.nn.Layers;
import io.inkwash.nn.Numbered;
import io.inkwash.torch.Net;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * From the encoded channels to pictures. The level at full size has number 0, as in the encoder.
 */
final class PictureDecoder extends Net {
  private final Conv2dImpl in;
  private final PictureMiddle middle;
  private final List<PictureLevel> up = new ArrayList<>();
  private final GroupNormImpl norm;
  private final Conv2dImpl out;

  PictureDecoder(AutoencoderKlConfig config) {
    List<Integer> channels = config.channels();
    int width = channels.get(channels.size() - 1);
    in = child("conv_in", Layers.conv(config.encoded(), width, 3, 1, 1));
    middle = child("mid", new PictureMiddle(width));
    for (int i = channels.size() - 1; i >= 0; i--) {
      boolean attention = config.attention().contains(1 << i);
      PictureLevel level = new PictureLevel(width, channels.get(i), config.blocks() + 1, attention);
      width = channels.get(i);
      if (i > 0) {
        level.followedBy("upsample", new Sampling(width, Sampling.Direction.UP));
      }
      up.add(level);
    }
    Numbered levels = child("up", new Numbered());
    List<PictureLevel> fromLargest = new ArrayList<>(up);
    Collections.reverse(fromLargest);
    for (int i = 0; i < fromLargest.size(); i++) {
      levels.add(i, fromLargest.get(i));
    }
    norm = child("norm_out", Features.norm(width));
    out = child("conv_out", Layers.conv(width, config.imageChannels(), 3, 1, 1));
  }

  Tensor forward(Tensor z) {
    Tensor h = middle.forward(in.forward(z));
    for (PictureLevel level : up) {
      h = level.forward(h);
    }
    return out.forward(Features.activated(norm, h));
  }

  Tensor lastLayer() {
    return out.weight();
  }
}
