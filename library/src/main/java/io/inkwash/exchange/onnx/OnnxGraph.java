package io.inkwash.exchange.onnx;

import io.inkwash.file.ProtoMessage;
import io.inkwash.file.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A graph of ONNX as {@code onnx.proto} stores it: nodes, and tensors that are known. */
final class OnnxGraph {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_STRING = 3;
  private static final int ATTRIBUTE_INTS = 7;

  private final ProtoMessage graph = new ProtoMessage();
  private final Set<String> tensors = new LinkedHashSet<>();
  private int made;

  /** Adds a node of one output, and returns its name. */
  String node(String operation, List<String> inputs, ProtoMessage... attributes) {
    return nodes(operation, 1, inputs, attributes).get(0);
  }

  /** Adds a node of several outputs, and returns their names. */
  List<String> nodes(
      String operation, int outputs, List<String> inputs, ProtoMessage... attributes) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(input -> node.text(1, input));
    int first = made;
    made += outputs;
    List<String> names = IntStream.range(first, made).mapToObj(i -> "t" + i).toList();
    names.forEach(name -> node.text(2, name));
    node.text(4, operation);
    for (ProtoMessage attribute : attributes) {
      node.message(5, attribute);
    }
    graph.message(1, node);
    return names;
  }

  /** A tensor that is known, by its name; it is stored once. */
  String known(String name, TensorData data) {
    return known(name, FLOAT, data.shape(), TensorData.ofFloats(data.toFloats(), data.shape()));
  }

  /** Numbers that are known. */
  String floats(float[] values, long... shape) {
    return known("c" + made++, FLOAT, shape, TensorData.ofFloats(values, shape));
  }

  /** A list of whole numbers that are known. */
  String integers(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    ProtoMessage tensor = new ProtoMessage().whole(1, values.length).whole(2, INT64);
    String name = "c" + made++;
    graph.message(5, tensor.text(8, name).bytes(9, bytes.array()));
    return name;
  }

  private String known(String name, int type, long[] shape, TensorData data) {
    if (tensors.add(name)) {
      ProtoMessage tensor = new ProtoMessage();
      for (long side : shape) {
        tensor.whole(1, side);
      }
      ByteBuffer buffer = data.bytes();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      graph.message(5, tensor.whole(2, type).text(8, name).bytes(9, bytes));
    }
    return name;
  }

  /** An attribute of a whole number. */
  static ProtoMessage whole(String name, long value) {
    return attribute(name, ATTRIBUTE_INT).whole(3, value);
  }

  /** An attribute of whole numbers. */
  static ProtoMessage wholes(String name, long... values) {
    ProtoMessage attribute = attribute(name, ATTRIBUTE_INTS);
    for (long value : values) {
      attribute.whole(8, value);
    }
    return attribute;
  }

  /** An attribute of a number. */
  static ProtoMessage real(String name, float value) {
    return attribute(name, ATTRIBUTE_FLOAT).real(2, value);
  }

  /** An attribute of a word. */
  static ProtoMessage word(String name, String value) {
    return attribute(name, ATTRIBUTE_STRING).text(4, value);
  }

  private static ProtoMessage attribute(String name, int type) {
    return new ProtoMessage().text(1, name).whole(20, type);
  }

  /** Declares an input: any number of images, each of the sides. */
  void input(String name, long... sides) {
    graph.message(11, value(name, FLOAT, sides));
  }

  /** Declares an input of a whole number for each image. */
  void inputOfIntegers(String name) {
    graph.message(11, value(name, INT64));
  }

  /** Gives the output a name: any number of images, each of the sides. */
  void output(String from, String name, long... sides) {
    ProtoMessage node = new ProtoMessage().text(1, from).text(2, name).text(4, "Identity");
    graph.message(1, node).message(12, value(name, FLOAT, sides));
  }

  private static ProtoMessage value(String name, int type, long... sides) {
    ProtoMessage shape = new ProtoMessage().message(1, new ProtoMessage().text(2, "N"));
    for (long side : sides) {
      shape.message(1, new ProtoMessage().whole(1, side));
    }
    ProtoMessage tensor = new ProtoMessage().whole(1, type).message(2, shape);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }

  /** The graph as it is stored. */
  ProtoMessage named(String name) {
    return graph.text(2, name);
  }
}
