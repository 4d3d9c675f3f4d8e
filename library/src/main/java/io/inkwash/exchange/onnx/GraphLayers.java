package io.inkwash.exchange.onnx;

import io.inkwash.file.ProtoMessage;
import io.inkwash.file.TensorData;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Layers of networks as nodes of a graph: each method adds what computes it and returns the name of
 * the result.
 */
final class GraphLayers {
  private final OnnxGraph graph;
  private final Map<String, TensorData> weights;
  private final Set<String> rows = new HashSet<>(); // results of three dimensions

  GraphLayers(OnnxGraph graph, Map<String, TensorData> weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /** Whether the network has a parameter of that name. */
  boolean has(String name) {
    return weights.containsKey(name);
  }

  /** A dimension of a parameter. */
  long size(String name, int dimension) {
    return tensor(name).shape()[dimension];
  }

  private TensorData tensor(String name) {
    TensorData tensor = weights.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("a network without the layer " + name);
    }
    return tensor;
  }

  private String weight(String name) {
    return graph.known(name, tensor(name));
  }

  /** An operation of one output. */
  String op(String operation, List<String> inputs, ProtoMessage... attributes) {
    return graph.node(operation, inputs, attributes);
  }

  String add(String a, String b) {
    return op("Add", List.of(a, b));
  }

  String mul(String a, String b) {
    return op("Mul", List.of(a, b));
  }

  String scaled(String a, double factor) {
    return mul(a, graph.floats(new float[] {(float) factor}, 1));
  }

  String silu(String x) {
    return mul(x, op("Sigmoid", List.of(x)));
  }

  String cat(int axis, String... parts) {
    return op("Concat", List.of(parts), OnnxGraph.whole("axis", axis));
  }

  /** Another shape; 0 keeps a dimension, -1 is what is left. */
  String reshape(String x, long... shape) {
    return op("Reshape", List.of(x, graph.integers(shape)));
  }

  /** The shape of another. */
  String like(String x, String other) {
    return op("Reshape", List.of(x, op("Shape", List.of(other))));
  }

  String transpose(String x, long... order) {
    return op("Transpose", List.of(x), OnnxGraph.wholes("perm", order));
  }

  /** Parts of one size along an axis. */
  List<String> split(String x, int axis, int parts, long size) {
    long[] sizes = new long[parts];
    Arrays.fill(sizes, size);
    return graph.nodes(
        "Split", parts, List.of(x, graph.integers(sizes)), OnnxGraph.whole("axis", axis));
  }

  String linear(String layer, String x) {
    return op(
        "Gemm",
        List.of(x, weight(layer + ".weight"), weight(layer + ".bias")),
        OnnxGraph.whole("transB", 1));
  }

  /** A convolution with zeros on all sides. */
  String conv(String layer, String x, long stride, long padding) {
    return conv(layer, x, stride, padding, padding);
  }

  /** A convolution with so many zeros at the left and top, and at the right and bottom. */
  String conv(String layer, String x, long stride, long before, long after) {
    int sides = tensor(layer + ".weight").shape().length - 2;
    long[] strides = new long[sides];
    Arrays.fill(strides, stride);
    long[] pads = new long[2 * sides];
    Arrays.fill(pads, 0, sides, before);
    Arrays.fill(pads, sides, 2 * sides, after);
    return op(
        "Conv",
        List.of(x, weight(layer + ".weight"), weight(layer + ".bias")),
        OnnxGraph.wholes("strides", strides),
        OnnxGraph.wholes("pads", pads));
  }

  /** A transposed convolution that doubles height and width: kernel 4, stride 2, padding 1. */
  String convTwice(String layer, String x) {
    return op(
        "ConvTranspose",
        List.of(x, weight(layer + ".weight"), weight(layer + ".bias")),
        OnnxGraph.wholes("strides", 2, 2),
        OnnxGraph.wholes("pads", 1, 1, 1, 1));
  }

  /** A group norm of pictures or of rows of positions. */
  String norm(String layer, String x, int groups, double epsilon) {
    float[] ones = new float[groups];
    Arrays.fill(ones, 1);
    String normal =
        op(
            "InstanceNormalization",
            List.of(
                reshape(x, 0, groups, -1),
                graph.floats(ones, groups),
                graph.floats(new float[groups], groups)),
            OnnxGraph.real("epsilon", (float) epsilon));
    return add(
        mul(like(normal, x), perChannel(layer + ".weight", x)), perChannel(layer + ".bias", x));
  }

  /** A parameter a channel, to be multiplied with what is shaped as another. */
  private String perChannel(String parameter, String x) {
    String column = reshape(weight(parameter), -1, 1);
    return rank(x) == 3 ? column : reshape(column, -1, 1, 1);
  }

  private int rank(String x) {
    return rows.contains(x) ? 3 : 4;
  }

  /** Pictures as rows of positions, [N,C,H W]. */
  String positions(String x) {
    String row = reshape(x, 0, 0, -1);
    rows.add(row);
    return row;
  }

  /** Half the height and width: means of squares of four. */
  String halve(String x) {
    return op(
        "AveragePool",
        List.of(x),
        OnnxGraph.wholes("kernel_shape", 2, 2),
        OnnxGraph.wholes("strides", 2, 2));
  }

  /** Twice the height and width: each value becomes a square of four. */
  String twice(String x) {
    return op(
        "Resize",
        List.of(x, "", graph.floats(new float[] {1, 1, 2, 2}, 4)),
        OnnxGraph.word("mode", "nearest"),
        OnnxGraph.word("coordinate_transformation_mode", "asymmetric"),
        OnnxGraph.word("nearest_mode", "floor"));
  }

  /** A vector for each image, [N,C], as something to be added to pictures. */
  String overPixels(String vectors) {
    return op("Unsqueeze", List.of(vectors, graph.integers(2, 3)));
  }

  /** Noise levels times frequencies, [N,F]. */
  String angles(String levels, float[] frequencies) {
    String column = op("Unsqueeze", List.of(levels, graph.integers(1)));
    return mul(column, graph.floats(frequencies, 1, frequencies.length));
  }

  /** A number at the class of each image, 0 for none, added to what the images have, [N,E]. */
  String withClasses(String table, String time) {
    String known = op("GreaterOrEqual", List.of(NetworkGraph.CLASSES, graph.integers(0)));
    String one = op("Cast", List.of(known), OnnxGraph.whole("to", 1));
    String row = op("Max", List.of(NetworkGraph.CLASSES, graph.integers(0)));
    String vector = op("Gather", List.of(weight(table), row), OnnxGraph.whole("axis", 0));
    return add(time, mul(vector, op("Unsqueeze", List.of(one, graph.integers(1)))));
  }

  /** 1 + a. */
  String onePlus(String a) {
    return add(a, graph.floats(new float[] {1}, 1));
  }

  /** Squares of so many pixels a side as channels, of pictures of such a form. */
  String unshuffle(String x, long channels, long height, long width, long side) {
    String split = reshape(x, 0, channels, height / side, side, width / side, side);
    return reshape(
        transpose(split, 0, 1, 3, 5, 2, 4), 0, channels * side * side, height / side, width / side);
  }

  /** Channels as squares of so many pixels a side. */
  String shuffle(String x, long side) {
    return op(
        "DepthToSpace",
        List.of(x),
        OnnxGraph.whole("blocksize", side),
        OnnxGraph.word("mode", "CRD"));
  }
}
