package io.inkwash.nn.attention;

import io.inkwash.nn.Numbered;
import io.inkwash.torch.Net;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Two linear layers, four times as wide between them, gated by GELU (Shazeer 2020, arXiv
 * 2002.05202, equation 6, GEGLU): {@code W2 (a * gelu(b))} with a and b the halves of {@code W1 x}.
 */
final class FeedForward extends Net {
  private static final int WIDER = 4;

  private final LinearImpl in;
  private final LinearImpl out;

  FeedForward(int width) {
    Numbered net = child("net", new Numbered());
    Gate gate = net.add(0, new Gate());
    in = gate.add(new LinearImpl(width, 2L * WIDER * width));
    out = net.add(2, new LinearImpl((long) WIDER * width, width));
  }

  /** [N,L,width] to the same shape. */
  Tensor forward(Tensor x) {
    Tensor projected = in.forward(x);
    long half = projected.size(2) / 2;
    Tensor gate = torch.gelu(projected.narrow(2, half, half));
    return out.forward(projected.narrow(2, 0, half).mul(gate));
  }

  /** The layer's name for its first projection. */
  private static final class Gate extends Net {
    LinearImpl add(LinearImpl projection) {
      return child("proj", projection);
    }
  }
}
