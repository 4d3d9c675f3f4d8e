package io.inkwash.exchange.onnx;

import io.inkwash.catalog.Spec;

/** A network as a graph of ONNX's operations. */
@FunctionalInterface
interface NetworkGraph {

  /** The name of the input of noisy images, [N,C,H,W]. */
  String IMAGES = "x";

  /** The name of the input of noise levels, [N]. */
  String LEVELS = "noise_level";

  /** The name of the input of classes, [N] int64, -1 for none. */
  String CLASSES = "classes";

  /**
   * Adds the nodes of the network.
   *
   * @param layers where they are added; knows the weights
   * @param network its spec, complete
   * @param classes the number of classes
   * @return the name of its output
   * @throws IllegalArgumentException if ONNX has no such network
   */
  String build(GraphLayers layers, Spec network, int classes);
}
