/**
 * Networks as ONNX graphs. libtorch has no exporter that is not Python's, so each network is
 * written a second time, as a {@link io.inkwash.exchange.onnx.NetworkGraph} of ONNX's operations
 * over the weights of its state dict; tests hold both to the same output.
 *
 * <table>
 * <caption>Parts</caption>
 * <tr><td>{@link io.inkwash.exchange.onnx.OnnxFile}</td><td>a run's network as a file</td></tr>
 * <tr><td>{@code OnnxGraph}</td><td>nodes and tensors, as they are stored</td></tr>
 * <tr><td>{@code GraphLayers}</td><td>layers of networks as nodes</td></tr>
 * <tr><td>{@code AdmGraph}, {@code CompactGraph}, {@code SimpleGraph}</td><td>the networks</td></tr>
 * </table>
 *
 * <p>To add a network, implement {@link io.inkwash.exchange.onnx.NetworkGraph} and name it in
 * {@link io.inkwash.exchange.onnx.OnnxFile}.
 */
@NullMarked
package io.inkwash.exchange.onnx;

import org.jspecify.annotations.NullMarked;
