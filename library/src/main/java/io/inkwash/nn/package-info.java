/**
 * Networks: what looks at a noisy image and a time label and answers with an image.
 *
 * <p>Parameter names and shapes are those of the reference Python models, so that their weights load
 * as they are and ours load there.
 *
 * <table>
 * <caption>Networks</caption>
 * <tr><td>{@link io.inkwash.nn.SimpleUNet}</td><td>three levels, one block a level, no attention;
 *     small enough for a processor</td></tr>
 * </table>
 *
 * <p>To add one, extend {@link io.inkwash.nn.Backbone}: children in typed fields, registered by {@code
 * child(name, module)} under the reference's names, a config record that checks its sizes. Then one
 * line in the catalogue.
 */
@NullMarked
package io.inkwash.nn;

import org.jspecify.annotations.NullMarked;
