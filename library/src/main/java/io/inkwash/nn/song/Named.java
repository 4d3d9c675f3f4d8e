package io.inkwash.nn.song;

import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** Children by names that are made of numbers. */
final class Named extends Net {

  <M extends Module> M add(String name, M module) {
    return child(name, module);
  }

  <M extends Module> M add(String name, M module, Start start) {
    return child(name, module, start);
  }

  /** Numbers that no gradient trains. */
  Tensor number(String name, Tensor start) {
    return buffer(name, start);
  }
}
