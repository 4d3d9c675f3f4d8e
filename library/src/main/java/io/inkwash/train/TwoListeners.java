package io.inkwash.train;

import java.nio.file.Path;

/** Both receive what happens in a training, one after the other. */
record TwoListeners(Trainer.Listener first, Trainer.Listener second) implements Trainer.Listener {
  @Override
  public void after(MetricsLog.Line line, double loss, double progress) {
    first.after(line, loss, progress);
    second.after(line, loss, progress);
  }

  @Override
  public void drawing() {
    first.drawing();
    second.drawing();
  }

  @Override
  public void drawn(long step, Path picture) {
    first.drawn(step, picture);
    second.drawn(step, picture);
  }

  @Override
  public void notice(String text) {
    first.notice(text);
    second.notice(text);
  }
}
