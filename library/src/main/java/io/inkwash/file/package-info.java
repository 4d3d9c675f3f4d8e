/**
 * Files of weights and records.
 *
 * <p>A tensor is a {@link TensorData} (a type, a shape and little-endian bytes). All is plain Java
 * but {@link Weights}, the bridge to libtorch's tensors. Nothing here knows about networks.
 *
 * <table>
 * <caption>What is kept in which file</caption>
 * <tr><th>thing</th><th>file</th><th>class</th></tr>
 * <tr><td>weights, optimizers</td><td>{@code .safetensors}</td><td>{@link Safetensors}</td></tr>
 * <tr><td>recipes, provenance, state</td><td>{@code .json}</td><td>{@link Json}</td></tr>
 * <tr><td>metrics, one step a line</td><td>{@code .jsonl}</td><td>{@link Json}</td></tr>
 * </table>
 *
 * <h2>No file is half written</h2>
 *
 * <p>Every writer goes through {@link AtomicFiles}: the bytes are written aside, forced to the
 * disk, and only then given their name. A reader sees the old file or the new one. A process killed
 * at any moment, or a full disk, leaves the old file whole.
 *
 * <h2>Untrusted files</h2>
 *
 * <p>Readers are strict and give the reason. A weight file that breaks the format in any way is
 * refused with a {@link SafetensorsException}, anything else that cannot be read or written with a
 * {@link FileException}. Both carry one line: the file, what is wrong, the value, and what is
 * allowed.
 *
 * <h2>To add a file type</h2>
 *
 * <p>Make the bytes in memory or in an {@link AtomicFiles.Content}, hand them to {@link
 * AtomicFiles}, and turn what the decoder throws into a {@link FileException} that names the file.
 */
@NullMarked
package io.inkwash.file;

import org.jspecify.annotations.NullMarked;
