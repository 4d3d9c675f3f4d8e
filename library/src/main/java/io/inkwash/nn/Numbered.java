package io.inkwash.nn;

import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import org.bytedeco.pytorch.Module;

/** Children named by numbers, as PyTorch names those of its lists and sequences. */
public final class Numbered extends Net {

  /** Registers a child under its number and returns it. */
  public <M extends Module> M add(int number, M module) {
    return child(Integer.toString(number), module);
  }

  /** Registers a child whose weights start in a way of their own. */
  public <M extends Module> M add(int number, M module, Start start) {
    return child(Integer.toString(number), module, start);
  }
}
