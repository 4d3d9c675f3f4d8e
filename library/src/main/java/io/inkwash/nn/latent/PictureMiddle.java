package io.inkwash.nn.latent;

import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Tensor;

/** Two residual blocks with attention between them, at the smallest size. */
final class PictureMiddle extends Net {
  private final PictureBlock first;
  private final PictureAttention attention;
  private final PictureBlock second;

  PictureMiddle(int channels) {
    first = child("block_1", new PictureBlock(channels, channels));
    attention = child("attn_1", new PictureAttention(channels));
    second = child("block_2", new PictureBlock(channels, channels));
  }

  Tensor forward(Tensor x) {
    return second.forward(attention.forward(first.forward(x)));
  }
}
