package io.inkwash.spark;

import io.inkwash.model.SavedWeights;
import io.inkwash.request.DrawingWords;
import io.inkwash.torch.ComputeDevice;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every task of a job must know.
 *
 * @param source the model
 * @param sent how images are requested
 * @param batch images at a time; the same in all tasks
 */
record DrawingPlan(Source source, SentWords sent, int batch) implements Serializable {

  /**
   * A model, named so that an executor cannot open another.
   *
   * @param hash of the weights
   */
  record Source(RunFiles files, long step, SavedWeights.Which which, String hash, Compute compute)
      implements Serializable {}

  /** What the bytes of images depend on, beside their numbers, by name. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("format", 1);
    facts.put("weights", source.hash());
    facts.put("precision", source.compute().precision());
    facts.put("threads", source.compute().threads());
    facts.put("options", new TreeMap<>(sent.options()));
    facts.put("classes", sent.classes());
    facts.put("prompts", sent.prompts());
    facts.put("seed", sent.seed());
    facts.put("batch", batch);
    return facts;
  }

  DrawingWords words() {
    return sent.words();
  }

  /** What draws in the process and on the device of the task that calls. */
  Drawer open() {
    ComputeDevice device = source.compute().start();
    return new Drawer(OpenModels.model(source, device), source.which());
  }
}
