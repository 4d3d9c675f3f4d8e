/**
 * Pictures: PNG and GIF files, grids, films, plots, and the metadata in them.
 *
 * <p>A picture is a {@link Picture} (bytes, channels first). Files are decoded by package {@code
 * data}, so that a picture has the same pixels wherever it is read.
 *
 * <table>
 * <caption>What is kept in which file</caption>
 * <tr><th>thing</th><th>file</th><th>class</th></tr>
 * <tr><td>samples, grids, strips</td><td>{@code .png}</td><td>{@link ImageIo}</td></tr>
 * <tr><td>how a picture was made</td><td>text in {@code .png}</td><td>{@link Metadata}</td></tr>
 * <tr><td>films</td><td>{@code .gif}</td><td>{@link ImageIo}</td></tr>
 * <tr><td>loss curves</td><td>{@code .png}</td><td>{@link Plots}</td></tr>
 * <tr><td>quality against cost</td><td>{@code .png}</td><td>{@link TradeOff}</td></tr>
 * <tr><td>tensors as pictures</td><td></td><td>{@link Pictures}</td></tr>
 * </table>
 *
 * <h2>Machines without fonts</h2>
 *
 * <p>A slim server image has no fonts, and Java cannot draw text there. Plots and captions are then
 * drawn without their text. Nothing here opens a window; where {@code java.awt.headless} is not
 * set, it is set to true before the first drawing.
 */
@NullMarked
package io.inkwash.picture;

import org.jspecify.annotations.NullMarked;
